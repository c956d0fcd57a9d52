import type { Page } from 'playwright-core';
import { agree } from '../renderer/ui/support/agree.ts';
import { openPriced, piece, weighed, withForms } from '../renderer/ui/support/demo-goods.ts';
import { type LabTill, openShift, pair, scan, type TillLab } from '../renderer/ui/support/till-page.ts';

/** What a row of the table works with: one till, and the server of its own that it is paired with. */
export interface LookDesk {
  readonly lab: TillLab;
  readonly till: LabTill;
  readonly page: Page;
}

export interface Look {
  /** What is seen, and in which state; also the name of its pictures. */
  readonly screen: string;
  readonly state: 'empty' | 'full' | 'loading' | 'offline' | 'error';
  /**
   * Goes from the sale screen with an empty cart to what is to be seen, and waits until it is there.
   * `asBefore`: goes on from the row above.
   */
  readonly from: 'sale' | 'asBefore';
  readonly arrange: (desk: LookDesk) => Promise<void>;
  /** Also in dark and in high contrast. */
  readonly inAllThemes?: boolean;
}

const id = (desk: LookDesk, testId: string) => desk.page.getByTestId(testId);

async function scanPieces(desk: LookDesk, from: number, count: number): Promise<void> {
  for (let index = from; index < from + count; index += 1) {
    const { code, sku } = piece(index);
    await scan(desk.page, code, 2);
    await desk.page.locator(`[data-testid="cart-line"][data-sku="${sku}"]`).waitFor();
  }
}

async function untilReserved(desk: LookDesk): Promise<void> {
  await desk.page.waitForFunction(() => {
    const lines = [...document.querySelectorAll('[data-testid="cart-line"]')];
    return lines.length > 0 && lines.every((line) => line.getAttribute('data-state') !== 'reserving');
  });
  await desk.page.locator('[data-testid="sync-pill"][data-state="synced"]').waitFor();
}

const untilOffline = (desk: LookDesk) =>
  desk.page.locator('[data-testid="sync-pill"][data-state="offline"]').waitFor();

/**
 * Every screen in every state that is looked at. A new screen adds its rows here, runs
 * `npm run looks -- --update`, and looks at each picture before it is committed. What is random (a hash, a QR of it)
 * carries `data-varies` and is left out of the picture.
 */
export const LOOKS: readonly Look[] = [
  {
    screen: 'pairing',
    state: 'empty',
    from: 'asBefore',
    arrange: async (desk) => id(desk, 'pair-server').fill('http://192.168.1.10:7420'),
  },
  {
    screen: 'pairing',
    state: 'error',
    from: 'asBefore',
    arrange: async (desk) => {
      await id(desk, 'pair-server').fill('http://127.0.0.1:9');
      await id(desk, 'pair-code').fill('ABCD2345');
      await id(desk, 'pair-submit').click();
      await id(desk, 'pair-error').waitFor();
    },
  },
  {
    screen: 'cashiers',
    state: 'full',
    from: 'asBefore',
    arrange: async (desk) => {
      await pair(desk.lab, desk.till);
      await desk.page.locator('[data-testid^="cashier-"]').first().waitFor();
      await id(desk, 'catalogue-progress').waitFor({ state: 'detached' });
    },
  },
  {
    screen: 'shift-opening',
    state: 'empty',
    from: 'asBefore',
    arrange: async (desk) => {
      await desk.page.locator('[data-testid^="cashier-"]').first().click();
      await id(desk, 'shift-open-confirm').waitFor();
    },
  },
  {
    screen: 'sale',
    state: 'empty',
    from: 'asBefore',
    arrange: async (desk) => {
      await openShift(desk.page);
      await desk.page.locator('[data-testid="sync-pill"][data-state="synced"]').waitFor();
    },
  },
  {
    screen: 'parked',
    state: 'empty',
    from: 'sale',
    arrange: async (desk) => {
      await desk.page.keyboard.press('F6');
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
      await desk.page.keyboard.press('Escape');
      await id(desk, 'line-save').waitFor({ state: 'detached' });
      await desk.page.keyboard.press('F8');
      await id(desk, 'discount-input').fill('10');
    },
  },
  {
    screen: 'payment',
    state: 'full',
    from: 'asBefore',
    arrange: async (desk) => {
      await desk.page.keyboard.press('Escape');
      await desk.page.getByRole('dialog').waitFor({ state: 'detached' });
      await desk.page.keyboard.press('F9');
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
      await desk.page.locator('[data-testid="sync-pill"][data-state="synced"]').waitFor();
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
    screen: 'parked',
    state: 'full',
    from: 'sale',
    arrange: async (desk) => {
      for (const first of [11, 14]) {
        await scanPieces(desk, first, 3);
        await untilReserved(desk);
        await desk.page.keyboard.press('F4');
        await id(desk, 'cart-line').first().waitFor({ state: 'detached' });
      }
      await desk.page.keyboard.press('F6');
      await desk.page.locator('[data-testid="parked-row"]').nth(1).waitFor();
      await desk.page.locator('[data-testid="sync-pill"][data-state="synced"]').waitFor();
    },
  },
  {
    screen: 'customer',
    state: 'empty',
    from: 'sale',
    arrange: async (desk) => {
      await desk.page.keyboard.press('F3');
      await id(desk, 'customer-panel').waitFor();
    },
  },
  {
    screen: 'returns',
    state: 'empty',
    from: 'sale',
    arrange: async (desk) => {
      await desk.page.keyboard.press('F11');
      await id(desk, 'returns-panel').waitFor();
    },
  },
  {
    screen: 'shift',
    state: 'full',
    from: 'sale',
    arrange: async (desk) => {
      await id(desk, 'shift-screen-open').click();
      await id(desk, 'shift').waitFor();
    },
  },
  {
    screen: 'help',
    state: 'full',
    from: 'sale',
    arrange: async (desk) => {
      await desk.page.keyboard.press('F1');
      await id(desk, 'help').waitFor();
    },
  },
  {
    screen: 'settings',
    state: 'full',
    from: 'sale',
    arrange: async (desk) => {
      await id(desk, 'settings-open').click();
      await id(desk, 'settings-panel').waitFor();
    },
  },
  {
    screen: 'sync',
    state: 'full',
    from: 'sale',
    arrange: async (desk) => {
      await id(desk, 'sync-pill').click();
      await id(desk, 'sync-panel').waitFor();
    },
  },
  {
    screen: 'training-sale',
    state: 'full',
    from: 'sale',
    inAllThemes: true,
    arrange: async (desk) => {
      await desk.page.keyboard.press('Control+e');
      await id(desk, 'training-begin-yes').click();
      await desk.page.locator('[data-testid^="approver-"]').first().click();
      await agree(desk.page);
      await id(desk, 'training-bar').waitFor();
      await openShift(desk.page);
      await scanPieces(desk, 1, 3);
      await untilReserved(desk);
    },
  },
  {
    screen: 'training-payment',
    state: 'full',
    from: 'asBefore',
    arrange: async (desk) => {
      await desk.page.keyboard.press('F9');
      await desk.page.locator('[data-testid="pay-asked"][data-asked="granted"]').waitFor();
    },
  },
  {
    screen: 'training-receipt',
    state: 'full',
    from: 'asBefore',
    arrange: async (desk) => {
      await id(desk, 'pay-exact').click();
      await id(desk, 'receipt').waitFor();
    },
  },
  {
    screen: 'training-lock',
    state: 'full',
    from: 'asBefore',
    arrange: async (desk) => {
      await desk.page.keyboard.press('Control+l');
      await id(desk, 'lock-screen').waitFor();
    },
  },
  {
    screen: 'sale',
    state: 'offline',
    from: 'sale',
    arrange: async (desk) => {
      desk.lab.wire.faults.down = true;
      desk.lab.wire.cutStreams();
      await scanPieces(desk, 17, 3);
      await untilOffline(desk);
      await id(desk, 'stock-as-of').waitFor();
    },
  },
  {
    screen: 'payment',
    state: 'offline',
    from: 'asBefore',
    arrange: async (desk) => {
      await desk.page.keyboard.press('F9');
      await desk.page.locator('[data-testid="pay-asked"][data-asked="notAsked"]').waitFor();
    },
  },
  {
    screen: 'receipt',
    state: 'offline',
    from: 'asBefore',
    arrange: async (desk) => {
      await id(desk, 'pay-exact').click();
      await id(desk, 'receipt').waitFor();
      await desk.page.locator('[data-testid="sync-pill"][data-unsent="1"]').waitFor();
    },
  },
  {
    screen: 'sync',
    state: 'offline',
    from: 'sale',
    arrange: async (desk) => {
      await id(desk, 'sync-pill').click();
      await desk.page.locator('[data-testid="outbox-sales"][data-unsent="1"]').waitFor();
    },
  },
];
