import { lineOf } from '../../../shared/sale/cart.ts';
import type { SaleLine } from '../../../shared/sale/sale.ts';
import type { CatalogueHit } from '../../database/till-data.ts';
import type { ArticleBack } from './scanned-back.ts';
import type { WhyAndWhereOf } from './why-and-where.tsx';

/** An article of today that comes back without its line of a receipt. */
export interface ArticleRow extends ArticleBack, WhyAndWhereOf {
  readonly lineId: string;
  /** In the unit's smallest step; 0 while nobody has said how much, or it stays. */
  readonly quantity: number;
  /** The row that it goes along with (a deposit), and how much with each whole unit of that. */
  readonly along?: { readonly lineId: string; readonly each: number };
}

/** Its label says weight or price: neither is anybody else's to say. */
export const isLabelled = (row: ArticleRow): boolean =>
  row.unitPriceMinor !== undefined && !row.hit.item.openPrice;

/**
 * The rows with one more article: one more of its row where it is counted and has no label, a row of its own otherwise, and
 * with it what goes along with it.
 *
 * @param linked an article that goes along, as the catalogue knows it
 */
export function withArticle(
  rows: readonly ArticleRow[],
  article: ArticleBack,
  newId: () => string,
  linked: (sku: string) => CatalogueHit | undefined,
): readonly ArticleRow[] {
  const { hit, quantity, unitPriceMinor } = article;
  const isCounted = hit.variant.unit.scale === 0;
  const twin = rows.find(
    (row) => row.hit.variant.sku === hit.variant.sku && row.along === undefined && !isLabelled(row),
  );
  if (twin && isCounted && unitPriceMinor === undefined && !hit.item.openPrice)
    return withQuantity(rows, twin.lineId, twin.quantity + (quantity ?? 1));
  const row: ArticleRow = {
    ...article,
    lineId: newId(),
    quantity: quantity ?? (isCounted ? 1 : 0),
    reason: 'changedMind',
    disposition: 'restock',
  };
  const along = (hit.item.linked ?? []).flatMap(({ sku, quantity: each }): ArticleRow[] => {
    const found = linked(sku);
    if (!found) return [];
    const { lineId, reason, disposition } = row;
    const much = Math.round((row.quantity * each) / 10 ** hit.variant.unit.scale);
    return [{ hit: found, lineId: newId(), quantity: much, reason, disposition, along: { lineId, each } }];
  });
  return [...rows, row, ...along];
}

/** Another quantity of a row; what goes along with it rises and falls by as much, from wherever it was put. */
export function withQuantity(
  rows: readonly ArticleRow[],
  lineId: string,
  quantity: number,
): readonly ArticleRow[] {
  const before = rows.find((row) => row.lineId === lineId);
  if (!before) return rows;
  const more = (quantity - before.quantity) / 10 ** before.hit.variant.unit.scale;
  return rows.map((row) => {
    if (row.lineId === lineId) return { ...row, quantity };
    if (row.along?.lineId !== lineId) return row;
    return { ...row, quantity: Math.max(0, row.quantity + Math.round(more * row.along.each)) };
  });
}

/** The lines of what comes back, before they have their money. */
export function linesBack(
  rows: readonly ArticleRow[],
  taxRatePpm: (taxClass: string) => number,
): readonly SaleLine[] {
  return rows.flatMap(({ hit, lineId, quantity, unitPriceMinor, discountMinor, reason, disposition }) => {
    if (quantity <= 0) return [];
    const line = lineOf({
      ...hit,
      lineId,
      quantity: -quantity,
      taxRatePpm: taxRatePpm(hit.item.taxClass),
      ...(unitPriceMinor === undefined ? {} : { unitPriceMinor }),
      ...(discountMinor ? { discount: { kind: 'amount' as const, value: discountMinor } } : {}),
    });
    return [{ ...line, returnReason: reason, disposition }];
  });
}
