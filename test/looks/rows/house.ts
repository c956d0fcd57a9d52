import { piece } from '../../renderer/ui/support/demo-goods.ts';
import { openShift } from '../../renderer/ui/support/till-page.ts';
import { scan } from '../../support/keyboard.ts';
import { closeDialog, comeBack, id, type Look, press, scanPieces, untilReserved } from '../look.ts';

/** Stock, what head office hears, the settings and the training. */
export const HOUSE: readonly Look[] = [
  {
    screen: 'stock',
    state: 'empty',
    from: 'sale',
    arrange: async (desk) => {
      await comeBack(desk);
      await press(desk, 'Control+i');
      await id(desk, 'stock-search').waitFor();
    },
  },
  {
    screen: 'stock',
    state: 'error',
    from: 'asBefore',
    arrange: async (desk) => {
      await scan(desk.page, '4006381333931', 2);
      await id(desk, 'stock-unknown-code').waitFor();
    },
  },
  {
    screen: 'stock',
    state: 'full',
    from: 'asBefore',
    arrange: async (desk) => {
      const { sku } = piece(33);
      desk.lab.wire.routes.set(`GET /v1/stock/${sku}`, () => ({
        status: 200,
        body: {
          sku,
          stores: [
            { storeId: 'main', storeName: 'Here', onHand: 24, reserved: 0, available: 24 },
            { storeId: 'north', storeName: 'North', onHand: 9, reserved: 2, available: 7 },
          ],
        },
      }));
      await id(desk, 'stock-search').fill(sku);
      await press(desk, 'Enter');
      await id(desk, 'stock-article').waitFor();
      await id(desk, 'stock-store-north').waitFor();
    },
  },
  {
    screen: 'stock-receipt',
    state: 'empty',
    from: 'asBefore',
    arrange: async (desk) => {
      await id(desk, 'stock-receipt').click();
      await id(desk, 'stock-form').waitFor();
    },
  },
  {
    screen: 'stock-adjustment',
    state: 'error',
    from: 'asBefore',
    arrange: async (desk) => {
      await id(desk, 'stock-cancel').click();
      await id(desk, 'stock-adjustment').click();
      await id(desk, 'stock-quantity').fill('2');
      await press(desk, 'Enter');
      await id(desk, 'stock-failed').waitFor();
    },
  },
  {
    screen: 'stock-count',
    state: 'empty',
    from: 'asBefore',
    arrange: async (desk) => {
      await id(desk, 'stock-cancel').click();
      await id(desk, 'stock-count').click();
      await id(desk, 'stock-hidden').waitFor();
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
    screen: 'sync',
    state: 'error',
    from: 'sale',
    arrange: async (desk) => {
      await scanPieces(desk, 31, 1);
      await untilReserved(desk);
      const saleId = (await desk.page.locator('#cart').getAttribute('data-sale')) ?? '';
      desk.lab.wire.faults.pushStatus.set(saleId, { status: 'kept', code: 'notUnderstood' });
      await scanPieces(desk, 32, 1);
      await desk.page.locator('[data-testid="sync-pill"][data-state="attention"]').click();
      await id(desk, 'kept-document').waitFor();
    },
  },
  {
    screen: 'settings',
    state: 'full',
    from: 'sale',
    arrange: async (desk) => {
      desk.lab.wire.faults.pushStatus.clear();
      await id(desk, 'sync-pill').click();
      await id(desk, 'kept-send-again').click();
      await id(desk, 'kept-document').waitFor({ state: 'detached' });
      await closeDialog(desk);
      await id(desk, 'settings-open').click();
      await id(desk, 'settings-panel').waitFor();
    },
  },
  {
    screen: 'settings-sounds',
    state: 'full',
    from: 'asBefore',
    arrange: async (desk) => {
      await id(desk, 'settings-sounds').click();
      await desk.page.locator('[data-testid="settings-sounds"][aria-selected="true"]').waitFor();
    },
  },
  {
    screen: 'settings-printer',
    state: 'full',
    from: 'asBefore',
    arrange: async (desk) => {
      await id(desk, 'settings-printer').click();
      await desk.page.locator('[data-testid="settings-printer"][aria-selected="true"]').waitFor();
    },
  },
  {
    screen: 'settings-keys',
    state: 'full',
    from: 'asBefore',
    arrange: async (desk) => {
      await id(desk, 'settings-keys').click();
      await desk.page.locator('[data-testid="settings-keys"][aria-selected="true"]').waitFor();
    },
  },
  {
    screen: 'settings-rules',
    state: 'full',
    from: 'asBefore',
    arrange: async (desk) => {
      await id(desk, 'settings-rules').click();
      await desk.page.locator('[data-testid="settings-rules"][aria-selected="true"]').waitFor();
    },
  },
  {
    screen: 'settings-scanner',
    state: 'full',
    from: 'asBefore',
    arrange: async (desk) => {
      await id(desk, 'settings-scanner').click();
      await desk.page.locator('[data-testid="settings-scanner"][aria-selected="true"]').waitFor();
    },
  },
  {
    screen: 'settings-speedKeys',
    state: 'full',
    from: 'asBefore',
    arrange: async (desk) => {
      await id(desk, 'settings-speedKeys').click();
      await desk.page.locator('[data-testid="settings-speedKeys"][aria-selected="true"]').waitFor();
    },
  },
  {
    screen: 'settings-display',
    state: 'full',
    from: 'asBefore',
    arrange: async (desk) => {
      await id(desk, 'settings-display').click();
      await desk.page.locator('[data-testid="settings-display"][aria-selected="true"]').waitFor();
    },
  },
  {
    screen: 'settings-server',
    state: 'full',
    from: 'asBefore',
    arrange: async (desk) => {
      await id(desk, 'settings-server').click();
      await desk.page.locator('[data-testid="settings-server"][aria-selected="true"]').waitFor();
    },
  },
  {
    screen: 'settings-about',
    state: 'full',
    from: 'asBefore',
    arrange: async (desk) => {
      await id(desk, 'settings-about').click();
      await desk.page.locator('[data-testid="settings-about"][aria-selected="true"]').waitFor();
    },
  },
  {
    screen: 'key',
    state: 'error',
    from: 'asBefore',
    arrange: async (desk) => {
      await id(desk, 'settings-keys').click();
      await id(desk, 'key-pay').click();
      await id(desk, 'key-listens').press('F4');
      await id(desk, 'key-refused').waitFor();
    },
  },
  {
    screen: 'speedKeys',
    state: 'empty',
    from: 'sale',
    arrange: async (desk) => {
      await id(desk, 'settings-open').click();
      await id(desk, 'settings-speedKeys').click();
      await id(desk, 'speed-keys-open').click();
      await id(desk, 'speed-keys-panel').waitFor();
    },
  },
  {
    screen: 'speedKeys',
    state: 'full',
    from: 'asBefore',
    arrange: async (desk) => {
      desk.lab.setSettings({
        speedKeys: [
          { name: 'Bakery', keys: [3, 4, 5, 6, 7].map((index) => ({ sku: piece(index).sku })) },
          { name: 'Drinks', keys: [{ sku: piece(20).sku, label: 'Water' }] },
        ],
      });
      await press(desk, 'Escape');
      await desk.page.getByTestId('speed-keys-panel').waitFor({ state: 'detached' });
      await id(desk, 'settings-open').click();
      await id(desk, 'settings-speedKeys').click();
      await id(desk, 'speed-keys-open').click();
      await id(desk, 'speed-keys-panel').waitFor();
      await id(desk, `speed-key-${piece(3).sku}`).waitFor();
    },
  },
  {
    screen: 'training-sale',
    state: 'full',
    from: 'sale',
    inAllThemes: true,
    arrange: async (desk) => {
      await press(desk, 'Control+e');
      await id(desk, 'training-begin-yes').click();
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
      await press(desk, 'F9');
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
      await press(desk, 'Control+l');
      await id(desk, 'lock-screen').waitFor();
    },
  },
];
