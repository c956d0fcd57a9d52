import { describe, expect, it } from 'vitest';
import { type Drain, decideDrain, progressOf } from '../../../src-renderer/sync/drain-progress.ts';

/** Follows `[seconds, unsent, online?]` and tells what is shown after each. */
function follow(steps: readonly (readonly [number, number, boolean?])[]) {
  let drain: Drain | null = null;
  return steps.map(([seconds, unsent, online = true]) => {
    const nowMs = seconds * 1000;
    drain = decideDrain(drain, { unsent, online, nowMs });
    const shown = progressOf(drain, nowMs);
    return shown && [shown.done, shown.total, shown.leftMs];
  });
}

describe('how far a backlog has come', () => {
  it.each([
    { name: 'a few documents are gone before anyone looks', steps: [[0, 5]], shown: [null] },
    { name: 'without the server nothing drains', steps: [[0, 900, false]], shown: [null] },
    {
      name: 'an estimate comes with a pace to make it of',
      steps: [
        [0, 1000],
        [1, 900],
        [4, 600],
        [10, 0],
      ],
      shown: [[0, 1000, null], [100, 1000, null], [400, 1000, 6000], null],
    },
    {
      name: 'what is sold meanwhile makes it longer, and does not slow its pace',
      steps: [
        [0, 100],
        [5, 50],
        [5, 51],
        [10, 1],
      ],
      shown: [
        [0, 100, null],
        [50, 100, 5000],
        [50, 101, 5100],
        [100, 101, 100],
      ],
    },
    {
      name: 'a gap in the network begins a backlog of its own',
      steps: [
        [0, 100],
        [3, 40],
        [4, 40, false],
        [90, 40],
        [93, 20],
      ],
      shown: [[0, 100, null], [60, 100, 2000], null, [0, 40, null], [20, 40, 3000]],
    },
  ] as const)('$name', ({ steps, shown }) => {
    expect(follow(steps)).toEqual(shown);
  });
});
