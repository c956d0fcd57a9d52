import { z } from 'zod';
import { counter, skuCode } from '../core/scalars.ts';

const units = z.int().min(-1e12).max(1e12);

/** A SKU of this store, as this terminal needs it. Quantities in the unit's smallest step. */
export const stockLevelSchema = z.looseObject({
  sku: skuCode,
  onHand: units,
  /** Held by everyone but this terminal in its present epoch. */
  reservedElsewhere: units,
  /** What this terminal's own tendered sales of `period` and later took, already inside `onHand`. */
  soldHere: units,
  epoch: z.int().min(1),
  period: z.int().min(1),
  version: counter,
});

export type StockLevel = z.infer<typeof stockLevelSchema>;
