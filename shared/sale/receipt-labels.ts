/** The words that a receipt needs besides its own content. The renderer, which knows the language, hands them to main. */
export const RECEIPT_LABELS = [
  'receipt',
  'copy',
  'number',
  'till',
  'cashier',
  'taxNumber',
  'item',
  'subtotal',
  'total',
  'rounding',
  'discount',
  'cash',
  'card',
  'given',
  'change',
  'tax',
  'net',
  'gross',
  'reference',
  'sale',
  'test',
  'testText',
] as const;

export type ReceiptLabel = (typeof RECEIPT_LABELS)[number];
export type ReceiptLabels = Readonly<Record<ReceiptLabel, string>>;
