import { describe, expect, it } from 'vitest';
import type { ShiftEvent } from '../../../shared/shift/shift-event.ts';
import { openShiftOf, periodOf } from '../../../src-renderer/database/shift-repository.ts';

const event = (shiftId: string, kind: ShiftEvent['kind'], period: number): ShiftEvent => ({
  id: `${shiftId}-${kind}`,
  shiftId,
  terminalId: 't',
  epoch: 1,
  kind,
  at: '2026-11-22T08:00:00.000Z',
  businessDate: '2026-11-22',
  cashierId: 'c',
  period,
});

describe('the shift is the sum of its events', () => {
  it.each([
    { name: 'nothing yet', events: [], open: null, period: 1 },
    { name: 'opened', events: [event('a', 'opened', 1)], open: 'a', period: 1 },
    {
      name: 'cash counted in it',
      events: [event('a', 'opened', 1), event('a', 'counted', 1)],
      open: 'a',
      period: 1,
    },
    {
      name: 'closed by a Z',
      events: [event('a', 'opened', 1), event('a', 'closed', 1)],
      open: null,
      period: 2,
    },
    {
      name: 'the next one opened',
      events: [event('a', 'opened', 1), event('a', 'closed', 1), event('b', 'opened', 2)],
      open: 'b',
      period: 2,
    },
  ])('$name', ({ events, open, period }) => {
    expect(openShiftOf(events)?.shiftId ?? null).toBe(open);
    expect(periodOf(events, 1)).toBe(period);
  });

  it('never tenders in a period that the server has let go of', () => {
    expect(periodOf([event('a', 'opened', 1)], 4)).toBe(4);
  });
});
