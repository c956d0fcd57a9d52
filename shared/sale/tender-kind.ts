import type { StoreSettings } from '../staff/store-settings.ts';
import type { Sale } from './sale.ts';

/** A way of paying. */
export interface TenderKind {
  /** Stable; what stands in the sale. */
  readonly kind: string;
  /** The shop's own word for it; empty for cash and card, which every language has a word for. */
  readonly label: string;
  readonly opensDrawer: boolean;
  /** Nothing is taken without the number of the voucher, the transfer … */
  readonly needsReference: boolean;
  /** Not to be had offline. */
  readonly needsNetwork: boolean;
  /** Money may go back that way. */
  readonly refundable: boolean;
}

const BUILT_IN: readonly TenderKind[] = [
  {
    kind: 'cash',
    label: '',
    opensDrawer: true,
    needsReference: false,
    needsNetwork: false,
    refundable: true,
  },
  {
    // An external terminal has a line of its own.
    kind: 'card',
    label: '',
    opensDrawer: false,
    needsReference: false,
    needsNetwork: false,
    refundable: true,
  },
];

/** Every way of paying that a store takes: cash and card first, with what the store says of them, then its own. */
export function tenderKindsOf(settings: Pick<StoreSettings, 'tenderKinds'> | null): readonly TenderKind[] {
  const own = settings?.tenderKinds ?? [];
  return [
    ...BUILT_IN.map((kind) => own.find((other) => other.kind === kind.kind) ?? kind),
    ...own.filter((other) => !BUILT_IN.some(({ kind }) => kind === other.kind)),
  ];
}

/**
 * What was paid by each kind in the sales that a return points at, most first: money goes back the way it came.
 *
 * @param original finds a sale of this till
 */
export function paidBy(
  sale: Pick<Sale, 'lines'>,
  original: (saleId: string) => Pick<Sale, 'tenders'> | undefined,
): readonly { readonly kind: string; readonly amountMinor: number; readonly reference?: string }[] {
  const ids = new Set(
    sale.lines.flatMap(({ returnOf }) =>
      returnOf === undefined ? [] : [typeof returnOf === 'string' ? returnOf : returnOf.saleId],
    ),
  );
  const paid = new Map<string, { kind: string; amountMinor: number; reference?: string }>();
  for (const id of ids)
    for (const tender of original(id)?.tenders ?? []) {
      if (tender.state !== 'captured') continue;
      const known = paid.get(tender.kind);
      paid.set(tender.kind, {
        kind: tender.kind,
        amountMinor: (known?.amountMinor ?? 0) + tender.amountMinor,
        ...(tender.reference ? { reference: tender.reference } : {}),
      });
    }
  return [...paid.values()]
    .filter(({ amountMinor }) => amountMinor > 0)
    .sort((a, b) => b.amountMinor - a.amountMinor);
}
