import { pair } from '../../renderer/ui/support/till-page.ts';
import { closeDialog, id, type Look, type LookDesk, person } from '../look.ts';

/** Types what is nobody's PIN, and waits until the pad has said so. */
async function wrongPin(desk: LookDesk): Promise<void> {
  const entry = desk.page.getByTestId('pin-entry').last();
  const before = Number(await entry.getAttribute('data-shakes'));
  await desk.page.keyboard.type('9999');
  await desk.page
    .locator(`[data-testid="pin-entry"][data-shakes="${before + 1}"]`)
    .last()
    .waitFor();
}

/** Who is at the till: PINs, the lock, and somebody who agrees. */
export const STAFF: readonly Look[] = [
  {
    screen: 'lock',
    state: 'full',
    from: 'asBefore',
    arrange: async (desk) => {
      await pair(desk.lab, desk.till);
      await id(desk, `cashier-${person('cashier').id}`).waitFor();
      await id(desk, 'catalogue-progress').waitFor({ state: 'detached' });
    },
  },
  {
    screen: 'pin',
    state: 'empty',
    from: 'asBefore',
    arrange: async (desk) => {
      await id(desk, `cashier-${person('cashier').id}`).click();
      await id(desk, 'pin-pad').waitFor();
    },
  },
  {
    screen: 'pin',
    state: 'full',
    from: 'asBefore',
    arrange: async (desk) => {
      await desk.page.keyboard.type('25', { delay: 150 });
      await desk.page.locator('[data-testid="pin-dots"][data-typed="2"]').waitFor();
    },
  },
  {
    screen: 'pin',
    state: 'error',
    from: 'asBefore',
    again: wrongPin,
    arrange: async (desk) => {
      await id(desk, 'pin-clear').click();
      await wrongPin(desk);
    },
  },
  {
    screen: 'pin-locked',
    state: 'error',
    from: 'asBefore',
    arrange: async (desk) => {
      // The rest of the minute stands still for the picture.
      await desk.page.evaluate(() => {
        const { now } = Date;
        const at = now();
        Date.now = () => at;
        Object.assign(window, { goOn: () => Object.assign(Date, { now }) });
      });
      for (let tries = 0; tries < 5 && (await id(desk, 'lift-lock').count()) === 0; tries += 1)
        await wrongPin(desk);
      await id(desk, 'lift-lock').waitFor();
    },
  },
  {
    screen: 'approval',
    state: 'full',
    from: 'asBefore',
    arrange: async (desk) => {
      await desk.page.evaluate(() => (window as unknown as { goOn(): void }).goOn());
      await id(desk, 'lift-lock').click();
      await id(desk, 'approval').getByTestId('pin-pad').waitFor();
    },
  },
  {
    screen: 'approval',
    state: 'error',
    from: 'asBefore',
    again: wrongPin,
    arrange: async (desk) => {
      await wrongPin(desk);
    },
  },
  {
    screen: 'set-pin',
    state: 'empty',
    from: 'asBefore',
    arrange: async (desk) => {
      await desk.page.keyboard.type(person('owner').pin);
      await id(desk, 'approval').waitFor({ state: 'detached' });
      await id(desk, 'set-pin').click();
      await id(desk, 'set-pin-dialog').getByTestId('pin-pad').waitFor();
    },
  },
  {
    screen: 'shift-opening',
    state: 'empty',
    from: 'asBefore',
    arrange: async (desk) => {
      await closeDialog(desk);
      await id(desk, `cashier-${person('owner').id}`).click();
      await id(desk, 'pin-pad').waitFor();
      await desk.page.keyboard.type(person('owner').pin);
      await id(desk, 'shift-open-confirm').waitFor();
    },
  },
  {
    screen: 'shift-opening',
    state: 'full',
    from: 'asBefore',
    arrange: async (desk) => {
      await id(desk, 'denomination-5000').fill('2');
      await id(desk, 'denomination-200').fill('10');
    },
  },
];
