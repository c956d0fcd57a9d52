import type { SaleLine } from '../../shared/sale/sale.ts';
import type { ExceptionView, SaleReference } from '../../shared/stock/exception.ts';
import type { ExceptionRow, KeptRow, SaleRow } from '../database/exception-queries.ts';

type Detail = Readonly<Record<string, unknown>>;

const numberIn = (detail: Detail, member: string): number | null =>
  typeof detail[member] === 'number' ? (detail[member] as number) : null;
const textIn = (detail: Detail, member: string): string | null =>
  typeof detail[member] === 'string' ? (detail[member] as string) : null;

const terminalOf = (id: string | null, name: string | null): { id: string; name: string } | null =>
  id === null ? null : { id, name: name ?? '' };

function saleOf(row: SaleRow | null): SaleReference | null {
  if (row === null) return null;
  const { doc } = row;
  return {
    saleId: row.sale_id,
    terminal: terminalOf(row.terminal_id, row.terminal_name),
    epoch: doc.epoch,
    sequence: doc.sequence,
    hash: doc.hash,
    cashierId: doc.cashierId,
    cashierName: row.cashier_name,
    tenderedAt: doc.tenderedAt,
    businessDate: doc.businessDate,
    totalMinor: doc.totalMinor,
    currency: doc.currency,
    appliedAt: row.applied_at,
  };
}

const keptOf = (row: KeptRow) => ({
  id: row.kept_id,
  collection: row.collection,
  documentId: row.doc_id,
  revision: row.revision,
  reason: row.reason,
  detail: row.detail ?? '',
  terminal: terminalOf(row.terminal_id, row.terminal_name),
  keptAt: row.kept_at,
  state: row.state,
});

const lineOf = ({ lineId, quantity, unitPriceMinor, discountMinor }: SaleLine) => ({
  lineId,
  quantity,
  unitPriceMinor,
  discountMinor: discountMinor ?? 0,
});

const zIn = (detail: Detail) => ({
  period: numberIn(detail, 'period') ?? 0,
  businessDate: textIn(detail, 'businessDate') ?? '',
  closedAt: textIn(detail, 'closedAt') ?? '',
});

const EVIDENCE = ['future', 'beforeEnrolment', 'beforeEarlierSale', 'told'] as const;

/** An exception as a person needs it, from its stored row and everything that is joined to it. Pure. */
export function describeException(row: ExceptionRow): ExceptionView {
  const detail = row.detail ?? {};
  const sku = row.sku || (textIn(detail, 'sku') ?? '');
  const soldLines: readonly SaleLine[] = row.sale?.doc.lines.filter((line) => line.sku === sku) ?? [];
  const common = {
    id: row.case_id,
    storeId: row.store,
    causeId: row.cause_id,
    terminal: terminalOf(row.terminal_id, row.terminal_name),
    openedAt: row.opened_at.toISOString(),
    resolvedAt: row.resolved_at?.toISOString() ?? null,
    acts: row.acts ?? [],
  };
  const ofSale = { ...common, sale: saleOf(row.sale) };
  const item = {
    sku,
    name: row.item_name ?? soldLines[0]?.name ?? null,
    size: row.size ?? soldLines[0]?.size ?? null,
    onHand: row.on_hand,
    reserved: row.reserved,
  };
  const ofItem = { ...ofSale, item, lines: soldLines.map(lineOf) };
  const quantity = row.quantity ?? 0;
  const others = (row.others ?? []).map(saleOf).filter((sale) => sale !== null);
  switch (row.kind) {
    case 'oversold':
      return { kind: row.kind, ...ofItem, quantity, command: row.sale ? null : row.command };
    case 'priceMismatch':
      return {
        ...{ kind: row.kind, ...ofItem },
        paidMinor: row.amount_minor ?? 0,
        expectedMinor: numberIn(detail, 'expectedMinor'),
      };
    case 'totalMismatch':
      return {
        ...{ kind: row.kind, ...ofSale },
        totalMinor: numberIn(detail, 'totalMinor'),
        expectedMinor: numberIn(detail, 'expectedMinor'),
        taxMinor: numberIn(detail, 'taxMinor'),
        expectedTaxMinor: numberIn(detail, 'expectedTaxMinor'),
        lineIds: (detail.lineIds ?? []) as string[],
      };
    case 'unknownSku':
      return { kind: row.kind, ...ofItem, quantity: row.quantity };
    case 'duplicateReturn': {
      const returns = (detail.lines ?? []) as Extract<ExceptionView, { kind: 'duplicateReturn' }>['returns'];
      return { kind: row.kind, ...ofItem, quantity, returns, originals: others };
    }
    case 'clockSkew':
      return {
        ...{ kind: row.kind, ...ofSale },
        aheadMs: numberIn(detail, 'aheadMs'),
        evidence: EVIDENCE.find((known) => known === detail.evidence) ?? 'future',
        earlierSaleId: textIn(detail, 'earlierSaleId'),
      };
    case 'soldTwice':
      return { kind: row.kind, ...ofSale, other: others[0] ?? null };
    case 'brokenChain':
      return { kind: row.kind, ...ofSale, previousHash: row.sale?.doc.previousHash ?? '' };
    case 'revokedTerminal':
      return { kind: row.kind, ...ofSale, revokedAt: row.revoked_at };
    case 'forgottenTerminal':
      return { kind: row.kind, ...common, paidCount: row.paid_count ?? 0 };
    case 'duplicateSequence':
      return { kind: row.kind, ...ofSale, sequence: quantity, other: others[0] ?? null };
    case 'conflictingTender':
    case 'keptDocument':
      return { kind: row.kind, ...ofSale, documents: (row.kept ?? []).map(keptOf) };
    case 'waitingCount':
      return {
        ...{ kind: row.kind, ...common, item },
        counted: quantity,
        afterSequence: numberIn(detail, 'afterSequence') ?? 0,
        arrived: row.arrived ?? 0,
      };
    case 'zDiffers':
      return {
        ...{ kind: row.kind, ...common, ...zIn(detail) },
        figures: (detail.figures ?? []) as Extract<ExceptionView, { kind: 'zDiffers' }>['figures'],
      };
    case 'waitingZ':
      return {
        ...{ kind: row.kind, ...common, ...zIn(detail) },
        lastSequence: numberIn(detail, 'afterSequence') ?? 0,
        arrived: row.arrived ?? 0,
      };
  }
}
