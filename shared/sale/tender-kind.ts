import type { StoreSettings } from '../staff/store-settings.ts';

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

/** By which way money goes back that cannot go back as it came: cash, or the first by which money goes back at all. */
export const lastResort = (kinds: readonly TenderKind[]): string => {
  const refundable = kinds.filter((kind) => kind.refundable).map(({ kind }) => kind);
  return refundable.includes('cash') ? 'cash' : (refundable[0] ?? 'cash');
};
