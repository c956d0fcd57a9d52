import { z } from 'zod';
import { counter, day, instant, minor, text, uuid } from '../core/scalars.ts';
import { drawerReportSchema } from './drawer-report.ts';

export const SHIFT_EVENT_KINDS = [
  'opened',
  'cashIn',
  'cashOut',
  'drop',
  /** The drawer was opened without a sale. */
  'noSale',
  'counted',
  'closed',
] as const;
export type ShiftEventKind = (typeof SHIFT_EVENT_KINDS)[number];

/** So many coins or notes of one value. */
export const denominationCountSchema = z.object({
  valueMinor: z.int().min(1),
  count: z.int().min(0).max(1_000_000),
});
export type DenominationCount = z.infer<typeof denominationCountSchema>;

/**
 * One event of a shift; the shift is the sum of its events. A `closed` event is the Z: it ends `period` and carries the
 * terminal's last sequence, so that the server knows when everything of the period has arrived.
 */
export const shiftEventSchema = z.looseObject({
  id: uuid,
  shiftId: uuid,
  terminalId: uuid,
  epoch: z.int().min(1),
  kind: z.enum(SHIFT_EVENT_KINDS),
  at: instant,
  businessDate: day,
  cashierId: uuid,
  period: z.int().min(1),
  /** `opened`: the float. `cashIn`, `cashOut`, `drop`: what was moved, above zero. `counted`: what lay in the drawer. */
  amountMinor: minor.optional(),
  /** `opened`, `counted`: coin by coin, where it was counted so. */
  denominations: z.array(denominationCountSchema).max(40).optional(),
  /** `counted`: the sum that should be there was not on the screen. */
  blind: z.boolean().optional(),
  reason: text(200).optional(),
  /** Who said yes, where that was not the cashier. */
  approvedBy: uuid.optional(),
  /** `counted`, `closed`: the terminal's last sale at that moment. */
  lastSequence: counter.optional(),
  /** `closed`: the Z, as it was printed; nothing changes it afterwards. */
  report: drawerReportSchema.optional(),
  /** `closed`: what lay in the drawer. `counted`, `closed`: what should have. */
  countedMinor: minor.optional(),
  expectedMinor: minor.optional(),
  documentVersion: counter.optional(),
});

export type ShiftEvent = z.infer<typeof shiftEventSchema>;
