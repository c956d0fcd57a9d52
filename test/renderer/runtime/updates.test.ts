import { describe, expect, it } from 'vitest';
import type { OpenSale } from '../../../shared/sale/sale.ts';
import { STORE_VERSION } from '../../../src-renderer/database/store-version.ts';
import { applyWhileUntouched, createUpdates, updateFacts } from '../../../src-renderer/runtime/updates.ts';

const release = (reads: readonly number[]) => ({
  version: '9.0.0',
  store: { writes: STORE_VERSION + 1, reads: [...reads] },
});
const cart = (lines: number, tenders = 0) =>
  ({ lines: Array(lines).fill({}), tenders: Array(tenders).fill({}) }) as unknown as OpenSale;

/** A till as far as an update looks at it. */
function tillWith(open: readonly OpenSale[], unsent: number) {
  const fixed = <T>(value: T) => ({ getSnapshot: () => value, subscribe: () => () => {} });
  return { sales: { open: fixed(open) }, outbox: fixed({ parts: [], unsent, progress: null }) } as never;
}

function offered(reads: readonly number[]) {
  const updates = createUpdates();
  let taken = 0;
  updates.offer({
    release: release(reads),
    takeOver: () => {
      taken += 1;
    },
  });
  return { updates, taken: () => taken };
}

describe('a newer version of the browser till', () => {
  it('is none until one is ready', () => {
    const updates = createUpdates();
    expect(updates.waiting.getSnapshot()).toBeNull();
    expect(updates.apply(updateFacts(tillWith([], 0)))).toBeNull();
  });

  it.each([
    {
      name: 'a cart with something in it',
      till: tillWith([cart(1)], 0),
      reads: [STORE_VERSION],
      enters: false,
    },
    {
      name: 'money taken for an empty cart',
      till: tillWith([cart(0, 1)], 0),
      reads: [STORE_VERSION],
      enters: false,
    },
    { name: 'an empty cart', till: tillWith([cart(0)], 0), reads: [STORE_VERSION], enters: true },
    { name: 'unsent documents that it reads', till: tillWith([], 4), reads: [STORE_VERSION], enters: true },
    { name: 'unsent documents that it does not read', till: tillWith([], 4), reads: [], enters: false },
  ])('comes upon $name: enters $enters', ({ till, reads, enters }) => {
    const { updates, taken } = offered(reads);
    expect(updates.apply(updateFacts(till))?.may).toBe(enters);
    expect(taken()).toBe(Number(enters));
  });

  it('enters by itself while nobody has touched the page, and not after', () => {
    const page = new EventTarget();
    const idle = createUpdates();
    let taken = 0;
    applyWhileUntouched(idle, tillWith([], 0), page);
    idle.offer({
      release: release([STORE_VERSION]),
      takeOver: () => {
        taken += 1;
      },
    });
    expect(taken).toBe(1);
    page.dispatchEvent(new Event('keydown'));
    idle.offer({
      release: { ...release([STORE_VERSION]) },
      takeOver: () => {
        taken += 1;
      },
    });
    expect(taken).toBe(1);
    expect(idle.waiting.getSnapshot()?.version).toBe('9.0.0');
  });
});
