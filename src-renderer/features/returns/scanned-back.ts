import {
  labelledLine,
  readScannedArticle,
  type ScanRejection,
} from '../../../shared/catalog/scanned-article.ts';
import { parseReceiptCode, parseTrainingCode } from '../../../shared/sale/receipt-code.ts';
import type { CatalogueHit } from '../../database/till-data.ts';
import { scanFactsAnyDay } from '../../runtime/scan-facts.ts';
import type { Till } from '../../sync/till.ts';

/** An article that comes back, with what its label says of this one. */
export interface ArticleBack {
  readonly hit: CatalogueHit;
  /** In the unit's smallest step. */
  readonly quantity?: number;
  readonly unitPriceMinor?: number;
  /** What the label takes off weight times price. */
  readonly discountMinor?: number;
}

/** What a scan inside the returns is about. */
export type ScannedBack =
  | { readonly kind: 'receipt'; readonly saleId: string }
  | { readonly kind: 'article'; readonly article: ArticleBack }
  | {
      readonly kind: 'nothing';
      readonly code: ScanRejection['code'] | 'trainingReceipt';
      readonly values: Readonly<Record<string, string>>;
    };

type Facts = Pick<Till, 'catalogue' | 'settings' | 'clock' | 'sales'>;

type ReadReceipt = Exclude<ScannedBack, { readonly kind: 'article' }>;

/** Reads the code of a receipt; null where it is none. A training knows its own receipts; nobody else does. */
export function readReceiptCode(till: Pick<Till, 'sales'>, code: string): ReadReceipt | null {
  const receipt = parseReceiptCode(code);
  if (receipt) return { kind: 'receipt', saleId: receipt.saleId };
  const rehearsed = parseTrainingCode(code);
  if (!rehearsed) return null;
  return till.sales.get(rehearsed.saleId)
    ? { kind: 'receipt', saleId: rehearsed.saleId }
    : { kind: 'nothing', code: 'trainingReceipt', values: { code } };
}

/** Reads a scan as a receipt or as an article of today, whose day may have passed. */
export function readBack(till: Facts, codes: readonly string[]): ScannedBack {
  const [code = ''] = codes;
  const receipts = codes.flatMap((each) => readReceiptCode(till, each) ?? []);
  const receipt = receipts.find(({ kind }) => kind === 'receipt') ?? receipts[0];
  if (receipt) return receipt;
  const scanned = readScannedArticle(codes, scanFactsAnyDay(till));
  if (!scanned.ok) {
    const { code: why, ...values } = scanned.rejection;
    return { kind: 'nothing', code: why, values: { code, ...values } };
  }
  const { hit, quantity, labelPriceMinor } = scanned;
  const much = quantity === undefined ? {} : { quantity };
  if (labelPriceMinor === undefined) return { kind: 'article', article: { hit, ...much } };
  const labelled = labelledLine(hit.variant, { priceMinor: labelPriceMinor, ...much });
  return { kind: 'article', article: { hit, ...labelled } };
}
