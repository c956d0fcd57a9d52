/** Every way in which on hand changes. The ledger has nothing else. */
export const MOVEMENT_KINDS = [
  'sale',
  'return',
  'receipt',
  'adjustment',
  'count',
  'transferOut',
  'transferIn',
] as const;
export type MovementKind = (typeof MOVEMENT_KINDS)[number];
