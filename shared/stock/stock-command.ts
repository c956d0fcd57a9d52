import { z } from 'zod';
import { counter, instant, quantity, skuCode, text, uuid } from '../core/scalars.ts';

/** An act on stock at the till. A receipt or an adjustment is signed; a count says what was found. */
export const stockCommandSchema = z.looseObject({
  id: uuid,
  terminalId: uuid.optional(),
  kind: z.enum(['receipt', 'adjustment', 'count']),
  sku: skuCode,
  quantity,
  reason: text(200),
  /** Adjustments: which of the reasons of `decide-stock-command.ts` it was; `reason` says it in the words of the till. */
  reasonCode: text(40).optional(),
  staffId: uuid,
  /** Who agreed, where that was somebody else. */
  approvedBy: uuid.optional(),
  at: instant,
  /** Counts only: the stock document and the terminal's own last sale that the counter saw. */
  stockVersion: counter.optional(),
  afterSequence: counter.optional(),
  /** The terminal's epoch at the moment of counting, whose sales `afterSequence` counts; without it the present one. */
  epoch: z.int().min(1).max(1_000_000_000).optional(),
  documentVersion: counter.optional(),
});

export type StockCommand = z.infer<typeof stockCommandSchema>;
