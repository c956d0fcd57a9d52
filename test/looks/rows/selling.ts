import { decideAddLine, newSale } from '../../../shared/sale/cart.ts';
import { openPriced, piece, shop, weighed, withForms } from '../../renderer/ui/support/demo-goods.ts';
import { scan } from '../../support/keyboard.ts';
import { closeDialog, id, type Look, press, scanPieces, untilReserved, untilSynced } from '../look.ts';

const EMBASSY = '01900000-0000-7000-8000-0000000000e1';

function codeOf(sku: string): string {
  const variant = shop.items.flatMap(({ variants }) => variants).find((each) => each.sku === sku);
  return variant?.codes[0] ?? '';
}

/** A cart that another till of the store has parked. */
function parkedElsewhere() {
  const at = '2026-03-14T09:00:00.000Z';
  const ids = {
    id: '01900000-0000-7000-8000-000000000501',
    terminalId: '01900000-0000-7000-8000-000000000077',
  };
  const sale = newSale({ ...ids, epoch: 1, currency: 'EUR', pricesIncludeTax: true, at });
  const { item } = piece(30);
  const [variant] = item.variants;
  if (!variant) throw new Error('a piece has a variant');
  const added = decideAddLine(sale, { lineId: 'l1', item, variant, quantity: 2, taxRatePpm: 70_000 }, at);
  if (!added.ok) throw new Error(added.rejection.code);
  return { ...added.sale, status: 'parked', revision: 3, terminalName: 'Till North' };
}

/** The sale screen and the questions and panels over it. */
export const SELLING: readonly Look[] = [
  {
    screen: 'parked',
    state: 'empty',
    from: 'sale',
    arrange: async (desk) => {
      await press(desk, 'F6');
      await id(desk, 'parked-panel').waitFor();
    },
  },
  {
    screen: 'sale',
    state: 'full',
    from: 'sale',
    inAllThemes: true,
    arrange: async (desk) => {
      await scanPieces(desk, 1, 7);
      await scanPieces(desk, 2, 1);
      await untilReserved(desk);
    },
  },
  {
    screen: 'line',
    state: 'full',
    from: 'asBefore',
    arrange: async (desk) => {
      const selected = desk.page.locator(
        '[data-testid="cart-line"][aria-current] [data-testid="line-select"]',
      );
      await selected.click();
      await id(desk, 'line-save').waitFor();
    },
  },
  {
    screen: 'discount',
    state: 'full',
    from: 'asBefore',
    arrange: async (desk) => {
      await press(desk, 'Escape');
      await id(desk, 'line-save').waitFor({ state: 'detached' });
      await press(desk, 'F8');
      await id(desk, 'discount-input').fill('10');
    },
  },
  {
    screen: 'saleNote',
    state: 'empty',
    from: 'asBefore',
    arrange: async (desk) => {
      await closeDialog(desk);
      await id(desk, 'note').click();
      await id(desk, 'sale-note').waitFor();
    },
  },
  {
    screen: 'drawer',
    state: 'empty',
    from: 'asBefore',
    arrange: async (desk) => {
      await closeDialog(desk);
      await press(desk, 'F10');
      await id(desk, 'cash-dialog').waitFor();
    },
  },
  {
    screen: 'variants',
    state: 'full',
    from: 'sale',
    arrange: async (desk) => {
      await id(desk, 'search').fill(withForms.name);
      await id(desk, `tile-${withForms.id}`).click();
      await id(desk, 'variant-picker').waitFor();
    },
  },
  {
    screen: 'weight',
    state: 'full',
    from: 'sale',
    arrange: async (desk) => {
      await id(desk, 'search').fill(weighed.name);
      await id(desk, `tile-${weighed.id}`).click();
      await id(desk, 'weight-input').fill('352');
    },
  },
  {
    screen: 'price',
    state: 'empty',
    from: 'sale',
    arrange: async (desk) => {
      await id(desk, 'search').fill(openPriced.name);
      await id(desk, `tile-${openPriced.id}`).click();
      await id(desk, 'price-input').waitFor();
    },
  },
  {
    screen: 'age',
    state: 'full',
    from: 'sale',
    arrange: async (desk) => {
      await scan(desk.page, codeOf('WIN-LAGER-500'), 2);
      await id(desk, 'age-question').waitFor();
    },
  },
  {
    screen: 'search',
    state: 'empty',
    from: 'sale',
    arrange: async (desk) => {
      await id(desk, 'search').fill('qqqqqq');
      // Said when no name is like it either.
      await desk.page.getByText('qqqqqq').first().waitFor();
    },
  },
  {
    screen: 'sale',
    state: 'error',
    from: 'sale',
    arrange: async (desk) => {
      await scanPieces(desk, 9, 2);
      await untilReserved(desk);
      await scan(desk.page, '4000000000006', 2);
      await id(desk, 'notice').waitFor();
    },
  },
  {
    screen: 'sale-facts',
    state: 'full',
    from: 'sale',
    arrange: async (desk) => {
      desk.lab.wire.put('customers', EMBASSY, {
        ...{ id: EMBASSY, name: 'Embassy of Örland', email: 'office@orland.example', active: true },
        taxExempt: { reason: 'diplomatic' },
      });
      await scanPieces(desk, 20, 3);
      await press(desk, 'F8');
      await id(desk, 'discount-preset-10').click();
      await desk.page.getByRole('dialog').waitFor({ state: 'detached' });
      await press(desk, 'F3');
      await id(desk, 'customer-search').fill('orl');
      await id(desk, `customer-${EMBASSY}`).waitFor();
      await id(desk, 'customer-search').press('Enter');
      await id(desk, 'cart-facts').waitFor();
      await untilReserved(desk);
    },
  },
  {
    screen: 'sale-undo',
    state: 'full',
    from: 'asBefore',
    arrange: async (desk) => {
      await press(desk, 'Delete');
      await id(desk, 'undo').waitFor();
      await untilSynced(desk);
    },
  },
  {
    screen: 'customer',
    state: 'empty',
    from: 'sale',
    arrange: async (desk) => {
      await press(desk, 'F3');
      await id(desk, 'customer-panel').waitFor();
    },
  },
  {
    screen: 'customer',
    state: 'full',
    from: 'asBefore',
    arrange: async (desk) => {
      await id(desk, 'customer-search').fill('o');
      await id(desk, `customer-${EMBASSY}`).waitFor();
    },
  },
  {
    screen: 'customer-new',
    state: 'error',
    from: 'asBefore',
    arrange: async (desk) => {
      await id(desk, 'customer-search').fill('Ada Lovelace');
      await id(desk, 'customer-new').click();
      await id(desk, 'customer-email').fill('ada@');
    },
  },
  {
    screen: 'parked',
    state: 'full',
    from: 'sale',
    arrange: async (desk) => {
      for (const first of [11, 14]) {
        await scanPieces(desk, first, 3);
        await untilReserved(desk);
        await press(desk, 'F4');
        await id(desk, 'cart-line').first().waitFor({ state: 'detached' });
      }
      await press(desk, 'F6');
      await desk.page.locator('[data-testid="parked-row"]').nth(1).waitFor();
      await untilSynced(desk);
    },
  },
  {
    screen: 'parked',
    state: 'error',
    from: 'asBefore',
    again: async (desk) => {
      await desk.page.locator('[data-testid^="take-over-0"]').click();
      await id(desk, 'take-over-failed').waitFor();
    },
    arrange: async (desk) => {
      await closeDialog(desk);
      const sale = parkedElsewhere();
      desk.lab.wire.routes.set('GET /v1/sales', () => ({ status: 200, body: { sales: [sale] } }));
      desk.lab.wire.routes.set(`POST /v1/sales/${sale.id}/hand-over`, () => ({
        status: 409,
        body: { title: 'x', status: 409, code: 'saleTendered' },
      }));
      await press(desk, 'F6');
      await id(desk, `take-over-${sale.id}`).click();
      await id(desk, 'take-over-failed').waitFor();
    },
  },
  {
    screen: 'help',
    state: 'full',
    from: 'sale',
    arrange: async (desk) => {
      await press(desk, 'F1');
      await id(desk, 'help').waitFor();
    },
  },
];
