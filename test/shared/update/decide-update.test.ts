import { describe, expect, test } from 'vitest';
import { decideUpdate } from '../../../shared/update/decide-update.ts';
import { type Release, releaseSchema, type UpdateFacts } from '../../../shared/update/release.ts';

const release = (writes: number, reads: number[]): Release => ({
  version: '9.0.0',
  store: { writes, reads },
});
const facts = (over: Partial<UpdateFacts> = {}): UpdateFacts => ({
  storeVersion: 3,
  openSales: 0,
  unsent: 0,
  ...over,
});

describe('a version that is ready', () => {
  test.each([
    { name: 'reads the store, nothing is open', update: release(4, [2, 3]), till: facts(), says: null },
    { name: 'keeps the store as it is', update: release(3, [3]), till: facts(), says: null },
    { name: 'reads what is unsent', update: release(4, [3]), till: facts({ unsent: 12 }), says: null },
    { name: 'does not read it, and nothing is unsent', update: release(9, [8]), till: facts(), says: null },
    {
      name: 'does not read what is unsent',
      update: release(9, [8]),
      till: facts({ unsent: 1 }),
      says: 'unsent',
    },
    {
      name: 'reads nothing, as far as it says',
      update: release(4, []),
      till: facts({ unsent: 1 }),
      says: 'unsent',
    },
    {
      name: 'comes upon an open sale',
      update: release(4, [3]),
      till: facts({ openSales: 1 }),
      says: 'saleOpen',
    },
    { name: 'is older than the store', update: release(2, [2, 3]), till: facts(), says: 'older' },
    { name: 'comes before the till has told anything', update: release(4, [3]), till: null, says: 'notTold' },
  ])('$name: $says', ({ update, till, says }) => {
    expect(decideUpdate(update, till)).toEqual(says === null ? { may: true } : { may: false, because: says });
  });

  test('never comes upon an open sale, nor upon unsent documents that it does not read', () => {
    for (let storeVersion = 0; storeVersion < 4; storeVersion += 1)
      for (let writes = 0; writes < 4; writes += 1)
        for (let set = 0; set < 16; set += 1)
          for (const openSales of [0, 1])
            for (const unsent of [0, 1]) {
              const reads = [0, 1, 2, 3].filter((version) => set & (1 << version));
              const decision = decideUpdate(release(writes, reads), { storeVersion, openSales, unsent });
              if (!decision.may) continue;
              expect(openSales).toBe(0);
              expect(unsent === 0 || reads.includes(storeVersion)).toBe(true);
              expect(writes).toBeGreaterThanOrEqual(storeVersion);
            }
  });

  test('may say more of itself than this version knows', () => {
    const said = { version: '9', store: { writes: 4, reads: [3], drops: 1 }, notes: 'x' };
    expect(releaseSchema.parse(said)).toEqual(said);
    expect(releaseSchema.safeParse({ version: '9' }).success).toBe(false);
  });
});
