import { openShift, PAIRING_CODE, pair } from '../../renderer/ui/support/till-page.ts';
import { hold, id, type Look, press, untilSynced, withPatience } from '../look.ts';

/** What still waits for the server, in the order in which the rows let it go. */
const waiting: (() => Promise<void>)[] = [];

/** From an application that nobody has set up to its first empty cart. */
export const START: readonly Look[] = [
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
    screen: 'pairing',
    state: 'loading',
    from: 'asBefore',
    arrange: async (desk) => {
      const letGo = await hold(desk, '**/v1/terminals/enrol');
      const hurry = await withPatience(desk);
      await id(desk, 'pair-server').fill('http://192.168.1.10:7420');
      await id(desk, 'pair-code').fill(PAIRING_CODE);
      await id(desk, 'pair-submit').click();
      await desk.page.locator('[data-testid="pair-submit"]:disabled').waitFor();
      waiting.push(letGo, hurry);
    },
  },
  {
    screen: 'cashiers',
    state: 'loading',
    from: 'asBefore',
    arrange: async (desk) => {
      await waiting.shift()?.();
      await desk.page.locator('[data-testid="pair-submit"]:not(:disabled)').waitFor();
      waiting.unshift(await hold(desk, '**/v1/sync/items/pull*'));
      await pair(desk.lab, desk.till);
      await desk.page.locator('[data-testid^="cashier-"]').first().waitFor();
      await id(desk, 'catalogue-progress').waitFor();
    },
  },
  {
    screen: 'sale',
    state: 'loading',
    from: 'asBefore',
    arrange: async (desk) => {
      await desk.page.locator('[data-testid^="cashier-"]').first().click();
      await openShift(desk.page);
      await id(desk, 'catalogue-progress').waitFor();
    },
  },
  {
    screen: 'cashiers',
    state: 'full',
    from: 'asBefore',
    arrange: async (desk) => {
      for (const letGo of waiting.splice(0)) await letGo();
      await id(desk, 'catalogue-progress').waitFor({ state: 'detached' });
      await untilSynced(desk);
      await press(desk, 'Control+l');
      await id(desk, 'lock-screen').waitFor();
    },
  },
  {
    screen: 'sale',
    state: 'empty',
    from: 'asBefore',
    arrange: async (desk) => {
      await desk.page.locator('[data-testid^="cashier-"]').first().click();
      await id(desk, 'search').waitFor();
      await untilSynced(desk);
    },
  },
];
