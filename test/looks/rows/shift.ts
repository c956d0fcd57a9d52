import { openShift } from '../../renderer/ui/support/till-page.ts';
import {
  goOffline,
  id,
  type Look,
  type LookDesk,
  paySold,
  person,
  press,
  scanPieces,
  untilReserved,
  untilSynced,
} from '../look.ts';

/** The owner, by name and PIN. */
async function enter(desk: LookDesk): Promise<void> {
  await id(desk, `cashier-${person('owner').id}`).click();
  await id(desk, 'pin-pad').waitFor();
  await desk.page.keyboard.type(person('owner').pin);
  await id(desk, 'shift-open-confirm').waitFor();
}

/** The drawer from the first sale to the Z. */
export const SHIFT: readonly Look[] = [
  {
    screen: 'shift',
    state: 'full',
    from: 'asBefore',
    arrange: async (desk) => {
      await openShift(desk.page);
      await untilSynced(desk);
      await scanPieces(desk, 3, 2);
      await untilReserved(desk);
      await paySold(desk);
      await id(desk, 'receipt-next').click();
      await press(desk, 'Control+s');
      await id(desk, 'shift').waitFor();
      await untilSynced(desk);
    },
  },
  {
    screen: 'cash',
    state: 'full',
    from: 'asBefore',
    arrange: async (desk) => {
      await press(desk, '3');
      await id(desk, 'cash-typed').fill('20.00');
      await press(desk, 'Enter');
      await desk.page.locator('[data-testid="cash-reason"]:focus').fill('Safe');
    },
  },
  {
    screen: 'x-report',
    state: 'full',
    from: 'asBefore',
    arrange: async (desk) => {
      await press(desk, 'Enter');
      await id(desk, 'cash-dialog').waitFor({ state: 'detached' });
      await press(desk, '5');
      await id(desk, 'x-report').waitFor();
    },
  },
  {
    screen: 'shift',
    state: 'error',
    from: 'asBefore',
    arrange: async (desk) => {
      await press(desk, 'Escape');
      await id(desk, 'shift-back').click();
      await scanPieces(desk, 5, 1);
      await untilReserved(desk);
      await press(desk, 'Control+s');
      await id(desk, 'shift-obstacle').waitFor();
    },
  },
  {
    screen: 'count',
    state: 'empty',
    from: 'asBefore',
    arrange: async (desk) => {
      await id(desk, 'obstacle-clear').click();
      await id(desk, 'shift-obstacle').waitFor({ state: 'detached' });
      await press(desk, '6');
      await id(desk, 'count-view').waitFor();
    },
  },
  {
    screen: 'count',
    state: 'full',
    from: 'asBefore',
    arrange: async (desk) => {
      await id(desk, 'denomination-5000').fill('2');
      await id(desk, 'denomination-200').fill('9');
    },
  },
  {
    screen: 'closing',
    state: 'full',
    from: 'asBefore',
    arrange: async (desk) => {
      await id(desk, 'count-take').click();
      await id(desk, 'closing-view').waitFor();
    },
  },
  {
    screen: 'z-report',
    state: 'full',
    from: 'asBefore',
    arrange: async (desk) => {
      await id(desk, 'shift-close').click();
      await id(desk, 'z-report').waitFor();
      await desk.page.locator('[data-testid="shift-unsent"][data-sales="0"][data-events="0"]').waitFor();
    },
  },
  {
    screen: 'shift-history',
    state: 'full',
    from: 'asBefore',
    arrange: async (desk) => {
      await id(desk, 'z-done').click();
      await enter(desk);
      await id(desk, 'shift-history').click();
      await id(desk, 'shift-history-table').waitFor();
    },
  },
  {
    screen: 'z-report',
    state: 'offline',
    from: 'asBefore',
    arrange: async (desk) => {
      await press(desk, 'Escape');
      await openShift(desk.page);
      await goOffline(desk);
      await press(desk, 'Control+s');
      await press(desk, '6');
      await id(desk, 'count-take').click();
      await id(desk, 'shift-close').click();
      await id(desk, 'z-report').waitFor();
    },
  },
  {
    screen: 'shift',
    state: 'offline',
    from: 'asBefore',
    arrange: async (desk) => {
      await id(desk, 'z-done').click();
      await enter(desk);
      await openShift(desk.page);
      await press(desk, 'Control+s');
      await id(desk, 'shift').waitFor();
    },
  },
];
