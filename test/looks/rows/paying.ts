import { receiptCode } from '../../../shared/sale/receipt-code.ts';
import { agree } from '../../renderer/ui/support/agree.ts';
import { piece } from '../../renderer/ui/support/demo-goods.ts';
import { scan } from '../../support/keyboard.ts';
import { id, type Look, paySold, press, scanPieces, untilReserved, untilSynced } from '../look.ts';

/** Taking money, the receipt, and what comes back. */
export const PAYING: readonly Look[] = [
  {
    screen: 'payment',
    state: 'full',
    from: 'sale',
    arrange: async (desk) => {
      await scanPieces(desk, 1, 7);
      await untilReserved(desk);
      await press(desk, 'F9');
      await desk.page.locator('[data-testid="pay-asked"][data-asked="granted"]').waitFor();
    },
  },
  {
    screen: 'payment-split',
    state: 'full',
    from: 'asBefore',
    arrange: async (desk) => {
      await id(desk, 'pad-1').click();
      await id(desk, 'pad-00').click();
      await id(desk, 'pay-cash').click();
      await id(desk, 'tender-row').waitFor();
    },
  },
  {
    screen: 'card',
    state: 'loading',
    from: 'asBefore',
    arrange: async (desk) => {
      await id(desk, 'pay-card').click();
      await id(desk, 'card-dialog').waitFor();
    },
  },
  {
    screen: 'receipt',
    state: 'full',
    from: 'asBefore',
    arrange: async (desk) => {
      await id(desk, 'card-approve').click();
      await desk.page.locator('[data-testid="on-server"][data-value="yes"]').waitFor();
      await untilSynced(desk);
    },
  },
  {
    screen: 'email',
    state: 'empty',
    from: 'asBefore',
    arrange: async (desk) => {
      await id(desk, 'receipt-email').click();
      await id(desk, 'email-dialog').waitFor();
    },
  },
  {
    screen: 'email',
    state: 'error',
    from: 'asBefore',
    again: async (desk) => press(desk, 'Enter'),
    arrange: async (desk) => {
      await id(desk, 'email-address').fill('ada at example');
      await press(desk, 'Enter');
      await desk.page.locator('[data-testid="email-dialog"] [aria-invalid="true"]').waitFor();
    },
  },
  {
    screen: 'payment',
    state: 'error',
    from: 'sale',
    arrange: async (desk) => {
      const { sku, code } = piece(28);
      await scan(desk.page, code, 2);
      await scan(desk.page, code, 2);
      await desk.page.locator(`[data-sku="${sku}"][data-state="reserved"]`).waitFor();
      desk.lab.wire.setOnHand(sku, 1);
      await id(desk, 'pay').click();
      await desk.page.locator(`[data-testid="refused-line"][data-sku="${sku}"]`).waitFor();
    },
  },
  {
    screen: 'returns',
    state: 'empty',
    from: 'sale',
    arrange: async (desk) => {
      desk.lab.wire.setOnHand(piece(28).sku, 40);
      await press(desk, 'F11');
      await id(desk, 'returns-panel').waitFor();
    },
  },
  {
    screen: 'returns',
    state: 'error',
    from: 'asBefore',
    arrange: async (desk) => {
      const nowhere = { saleId: '01900000-0000-7000-8000-000000000999', hash: 'a'.repeat(64) };
      await id(desk, 'returns-find').fill(receiptCode(nowhere));
      await press(desk, 'Enter');
      await id(desk, 'returns-find').waitFor({ state: 'detached' });
    },
  },
  {
    screen: 'returns',
    state: 'full',
    from: 'asBefore',
    arrange: async (desk) => {
      await id(desk, 'returns-back').click();
      await id(desk, 'returns-find').fill('1');
      await press(desk, 'Enter');
      await id(desk, 'receipt-detail').waitFor();
      await desk.page.locator('[data-testid^="return-"][data-testid$="-more"]').first().click();
      await desk.page.locator('[data-testid^="return-reason-"]').first().waitFor();
    },
  },
  {
    screen: 'exchange',
    state: 'full',
    from: 'asBefore',
    arrange: async (desk) => {
      await id(desk, 'return-confirm').click();
      await id(desk, 'cart-line').first().waitFor();
      await scanPieces(desk, 23, 1);
      await untilReserved(desk);
    },
  },
  {
    screen: 'refund',
    state: 'full',
    from: 'sale',
    arrange: async (desk) => {
      await press(desk, 'F11');
      await id(desk, 'returns-find').fill('1');
      await press(desk, 'Enter');
      await id(desk, 'return-all').click();
      await id(desk, 'return-confirm').click();
      await id(desk, 'cart-line').first().waitFor();
      await press(desk, 'F9');
      await id(desk, 'paid-by').waitFor();
    },
  },
  {
    screen: 'returns-without',
    state: 'empty',
    from: 'sale',
    arrange: async (desk) => {
      await press(desk, 'F11');
      await id(desk, 'returns-without').click();
      await id(desk, 'unverified-code').waitFor();
    },
  },
  {
    screen: 'returns-without',
    state: 'full',
    from: 'asBefore',
    arrange: async (desk) => {
      await id(desk, 'unverified-code').fill(piece(10).code);
      await press(desk, 'Enter');
      await id(desk, 'unverified-line').waitFor();
    },
  },
  {
    screen: 'post-void',
    state: 'full',
    from: 'sale',
    arrange: async (desk) => {
      await scanPieces(desk, 31, 2);
      await untilReserved(desk);
      await paySold(desk);
      await id(desk, 'receipt-next').click();
      await press(desk, 'F11');
      await desk.page.locator('[data-testid="returns-panel"] [data-testid^="receipt-0"]').first().click();
      await id(desk, 'receipt-void').click();
      await agree(desk.page);
      await id(desk, 'due').waitFor();
      await desk.page.locator('[data-testid="pay-asked"][data-asked="granted"]').waitFor();
    },
  },
  {
    screen: 'receipt-void',
    state: 'full',
    from: 'asBefore',
    arrange: async (desk) => {
      await press(desk, 'Enter');
      await id(desk, 'receipt').waitFor();
      await desk.page.locator('[data-testid="on-server"][data-value="yes"]').waitFor();
      await untilSynced(desk);
    },
  },
];
