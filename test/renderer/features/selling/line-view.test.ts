import { describe, expect, it } from 'vitest';
import { badgeLevel, lineMark } from '../../../../src-renderer/features/selling/line-view.ts';

const PIECES = { code: 'PCE', scale: 0 };
const KILOS = { code: 'KGM', scale: 3 };

describe('the mark of a line', () => {
  it('has an icon and words of its own for each state', () => {
    const marks = [
      lineMark({ state: 'reserving' }),
      lineMark({ state: 'reserved' }),
      lineMark({ state: 'beyond', granted: 2, heldBy: [] }),
      lineMark({ state: 'lapsed' }),
      lineMark({ state: 'beyondHere', available: 1 }),
      lineMark({ state: 'none' }, true),
    ];
    expect(new Set(marks.map((mark) => mark?.icon)).size).toBe(marks.length);
    expect(new Set(marks.map((mark) => mark?.key)).size).toBe(marks.length);
  });

  it('names who holds the rest, those with something only', () => {
    const heldBy = [
      { terminalName: 'Till 2', quantity: 3 },
      { terminalName: 'Till 3', quantity: 0 },
    ];
    expect(lineMark({ state: 'beyond', granted: 1, heldBy })).toMatchObject({
      key: 'onlyLeftHeldBy',
      granted: 1,
      holders: [{ terminalName: 'Till 2', quantity: 3 }],
      canAskAgain: true,
    });
    expect(lineMark({ state: 'beyond', granted: 0, heldBy })?.key).toBe('noneLeftHeldBy');
    expect(lineMark({ state: 'beyond', granted: 0, heldBy: [] })?.key).toBe('noneLeft');
  });

  it('says nothing where there is nothing to reserve', () => {
    expect(lineMark({ state: 'none' })).toBeNull();
  });
});

describe('the badge of a tile', () => {
  it.each([
    [null, PIECES, true, 'unknown'],
    [0, PIECES, true, 'out'],
    [-2, PIECES, true, 'out'],
    [5, PIECES, true, 'low'],
    [6, PIECES, true, 'plenty'],
    [4_999, KILOS, true, 'low'],
    [5_001, KILOS, true, 'plenty'],
    [0, PIECES, false, 'untracked'],
  ] as const)('%s of %o (tracked %s) is %s', (available, unit, tracked, level) => {
    expect(badgeLevel(available, unit, tracked)).toBe(level);
  });
});
