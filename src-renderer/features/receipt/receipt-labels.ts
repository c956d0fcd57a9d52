import type { TFunction } from 'i18next';
import {
  RECEIPT_LABELS,
  type ReceiptLabel,
  type ReceiptLabels,
} from '../../../shared/sale/receipt-labels.ts';

/** The words of a receipt in the language of the till, for screen, PDF and printer. */
export function receiptLabels(t: TFunction): ReceiptLabels {
  const entries = RECEIPT_LABELS.map((label): [ReceiptLabel, string] => [label, t(`receipt.paper.${label}`)]);
  return Object.fromEntries(entries) as ReceiptLabels;
}
