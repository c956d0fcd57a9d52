import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoVariant } from './support/demo-codes.ts';
import { type OpenTill, OTHER_SHELL, openTill, SHELLS } from './support/open-till.ts';
import { album } from './support/screenshots.ts';
import { type Observer, ServerProcess } from './support/server-process.ts';

let server: ServerProcess;
let observer: Observer;
let first: OpenTill;
let second: OpenTill;
beforeAll(async () => {
  server = await ServerProcess.start('demo');
  observer = await server.observer();
  first = await openTill(SHELLS[0] ?? 'electron', server.url, { code: await server.pairingCode() });
  second = await openTill(OTHER_SHELL, server.url, { code: await server.pairingCode() });
  await first.startWork();
  await second.startWork();
});
afterAll(async () => {
  await first?.close();
  await second?.close();
  await server?.verify();
  await server?.remove();
});

describe('two tills after the last unit', () => {
  const picture = album('last-unit');
  const { code } = demoVariant('DRI-SMOOTHIE-RED');

  test('one gets it, the other is told who holds it; released, it goes to who still wants it', async () => {
    await Promise.all([first.scan(code), second.scan(code)]);
    const stateOf = async (till: OpenTill) => {
      await till.page.waitForFunction(() =>
        /^(reserved|beyond)$/.test(
          document.querySelector('[data-testid="cart-line"]')?.getAttribute('data-state') ?? '',
        ),
      );
      return till.line('DRI-SMOOTHIE-RED').getAttribute('data-state');
    };
    const states = [await stateOf(first), await stateOf(second)];
    expect(states.sort()).toEqual(['beyond', 'reserved']);
    const [winner, loser] = (await stateOf(first)) === 'reserved' ? [first, second] : [second, first];
    await picture(winner.page, 'has-it');
    await picture(loser.page, 'is-told');
    expect(await loser.line('DRI-SMOOTHIE-RED').textContent()).toMatch(/Till|Terminal/i);
    const held = await observer.stock('DRI-SMOOTHIE-RED');
    expect(held).toMatchObject({ onHand: 1, reservedElsewhere: 1 });

    // The one without it is refused before money changes hands, and goes back to the cart.
    await loser.id('pay').click();
    await loser.id('refused-line').first().waitFor();
    await picture(loser.page, 'refused-before-payment');
    await loser.id('refused-back').click();
    await loser.id('search').waitFor();

    await winner.line('DRI-SMOOTHIE-RED').getByTestId('line-remove').click();
    await winner.untilLines(0);
    await loser.untilLine('DRI-SMOOTHIE-RED', 'reserved');
    await loser.payExactCash();
    await loser.untilSync('synced');
    // The pill is calm: what takes no longer than a moment never leaves "synced".
    await expect
      .poll(() => observer.stock('DRI-SMOOTHIE-RED'), { timeout: 10_000 })
      .toMatchObject({ onHand: 0, reservedElsewhere: 0 });
    await loser.nextSale();
  });
});
