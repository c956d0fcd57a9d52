import { z } from 'zod';
import { counter, day, instant, minor, text, uuid } from '../core/scalars.ts';

/**
 * One event of a shift; the shift is the sum of its events. A `closed` event is the Z: it ends `period` and carries the
 * terminal's last sequence, so that the server knows when everything of the period has arrived.
 */
export const shiftEventSchema = z.looseObject({
  id: uuid,
  shiftId: uuid,
  terminalId: uuid,
  epoch: z.int().min(1),
  kind: z.enum(['opened', 'cashIn', 'cashOut', 'drop', 'counted', 'closed']),
  at: instant,
  businessDate: day,
  cashierId: uuid,
  period: z.int().min(1),
  amountMinor: minor.optional(),
  reason: text(200).optional(),
  lastSequence: counter.optional(),
  documentVersion: counter.optional(),
});

export type ShiftEvent = z.infer<typeof shiftEventSchema>;
