import { piece } from '../../renderer/ui/support/demo-goods.ts';
import { goOffline, id, type Look, press, scanPieces } from '../look.ts';

/** The till without its server. The last rows of their walk: it stays away. */
export const OFFLINE: readonly Look[] = [
  {
    screen: 'sale',
    state: 'offline',
    from: 'sale',
    arrange: async (desk) => {
      await goOffline(desk);
      await scanPieces(desk, 17, 3);
      await id(desk, 'stock-as-of').waitFor();
    },
  },
  {
    screen: 'payment',
    state: 'offline',
    from: 'asBefore',
    arrange: async (desk) => {
      await press(desk, 'F9');
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
  {
    screen: 'parked',
    state: 'offline',
    from: 'sale',
    arrange: async (desk) => {
      await press(desk, 'F6');
      await id(desk, 'parked-elsewhere-offline').waitFor();
    },
  },
  {
    screen: 'customer',
    state: 'offline',
    from: 'sale',
    arrange: async (desk) => {
      await press(desk, 'F3');
      await id(desk, 'customer-search').fill('Ada');
      await id(desk, 'customer-new').waitFor();
    },
  },
  {
    screen: 'stock',
    state: 'offline',
    from: 'sale',
    arrange: async (desk) => {
      await press(desk, 'Control+i');
      await id(desk, 'stock-search').fill(piece(33).sku);
      await press(desk, 'Enter');
      await id(desk, 'stock-article').waitFor();
      await id(desk, 'stock-elsewhere').waitFor();
    },
  },
  {
    screen: 'returns',
    state: 'offline',
    from: 'sale',
    arrange: async (desk) => {
      await press(desk, 'F11');
      await id(desk, 'returns-find').fill('1');
      await press(desk, 'Enter');
      await id(desk, 'receipt-detail').waitFor();
    },
  },
];
