import type { Page, Route } from 'playwright-core';
import { piece, shop } from '../renderer/ui/support/demo-goods.ts';
import type { LabTill, TillLab } from '../renderer/ui/support/till-page.ts';
import { scan } from '../support/keyboard.ts';

/** What a row of the table works with: one till, and the server of its own that it is paired with. */
export interface LookDesk {
  readonly lab: TillLab;
  readonly till: LabTill;
  readonly page: Page;
}

export const STATES = ['empty', 'full', 'loading', 'offline', 'error'] as const;
export type LookState = (typeof STATES)[number];

export interface Look {
  /** What is seen, and in which state; also the name of its pictures. */
  readonly screen: string;
  readonly state: LookState;
  /**
   * Goes from the sale screen with an empty cart to what is to be seen, and waits until it is there.
   * `asBefore`: goes on from the row above.
   */
  readonly from: 'sale' | 'asBefore';
  readonly arrange: (desk: LookDesk) => Promise<void>;
  /** Done once more in each further language, where the till has said something once and does not say it anew. */
  readonly again?: (desk: LookDesk) => Promise<void>;
  /** Also in dark and in high contrast. */
  readonly inAllThemes?: boolean;
}

export const id = (desk: LookDesk, testId: string) => desk.page.getByTestId(testId);
export const press = (desk: LookDesk, key: string) => desk.page.keyboard.press(key);

/** The demo shop's people. */
export const person = (role: 'owner' | 'manager' | 'cashier') => {
  const found = shop.staff.find((member) => member.role === role) ?? shop.staff[0];
  if (!found) throw new Error('the demo shop has nobody');
  return found;
};

export async function scanPieces(desk: LookDesk, from: number, count: number): Promise<void> {
  for (let index = from; index < from + count; index += 1) {
    const { code, sku } = piece(index);
    await scan(desk.page, code, 2);
    await desk.page.locator(`[data-testid="cart-line"][data-sku="${sku}"]`).waitFor();
  }
}

export const untilSynced = (desk: LookDesk) =>
  desk.page.locator('[data-testid="sync-pill"][data-state="synced"]').waitFor();

export async function untilReserved(desk: LookDesk): Promise<void> {
  await desk.page.waitForFunction(() => {
    const lines = [...document.querySelectorAll('[data-testid="cart-line"]')];
    return lines.length > 0 && lines.every((line) => line.getAttribute('data-state') !== 'reserving');
  });
  await untilSynced(desk);
}

export async function goOffline(desk: LookDesk): Promise<void> {
  desk.lab.wire.faults.down = true;
  desk.lab.wire.cutStreams();
  await desk.page.locator('[data-testid="sync-pill"][data-state="offline"]').waitFor();
}

export async function comeBack(desk: LookDesk): Promise<void> {
  desk.lab.wire.faults.down = false;
  await id(desk, 'sync-pill').click();
  const again = id(desk, 'retry-now');
  if (await again.isVisible()) await again.click().catch(() => undefined);
  await untilSynced(desk);
  await press(desk, 'Escape');
  await desk.page.getByRole('dialog').waitFor({ state: 'detached' });
}

/** Pays what lies in the cart in cash, until its receipt is shown and the server has it. */
export async function paySold(desk: LookDesk): Promise<void> {
  await press(desk, 'F9');
  await desk.page.locator('[data-testid="pay-asked"][data-asked="granted"]').waitFor();
  await id(desk, 'pay-exact').click();
  await desk.page.locator('[data-testid="on-server"][data-value="yes"]').waitFor();
  await untilSynced(desk);
}

export async function closeDialog(desk: LookDesk): Promise<void> {
  await press(desk, 'Escape');
  await desk.page.getByRole('dialog').waitFor({ state: 'detached' });
}

/** What waits for an answer goes on waiting while it is looked at, also on a machine that takes its time. Answers what ends that. */
export async function withPatience(desk: LookDesk): Promise<() => Promise<void>> {
  await desk.page.evaluate(() => {
    const { setTimeout: real } = window;
    const patient = (act: () => void, ms = 0) => real(act, ms < 5_000 ? ms : 10_000_000);
    Object.assign(window, {
      setTimeout: patient,
      hurry() {
        Object.assign(window, { setTimeout: real });
      },
    });
  });
  return () => desk.page.evaluate(() => (window as unknown as { hurry(): void }).hurry());
}

/** Until it is let go, what comes to this address waits; where no server is, it is then told so. */
export async function hold(desk: LookDesk, address: string): Promise<() => Promise<void>> {
  let letGo = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const held: Promise<void>[] = [];
  const answer = async (route: Route): Promise<void> => {
    await gate;
    // Told, and not broken off: Chromium would call that a fault of the page.
    const told = { status: 503, headers: { 'access-control-allow-origin': '*' } };
    await (address.includes('enrol') ? route.fulfill(told) : route.continue()).catch(() => undefined);
  };
  await desk.page.route(address, (route) => {
    const answered = answer(route);
    held.push(answered);
    return answered;
  });
  return async () => {
    letGo();
    // Whatever is still held when the last route goes is sent on, to wherever that address is.
    await Promise.all(held);
    await desk.page.unroute(address);
  };
}
