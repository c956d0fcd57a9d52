import type { TFunction } from 'i18next';
import type { DrawerReport } from '../../../shared/shift/drawer-report.ts';
import type { ReportSlip, SlipRow } from '../../../shared/shift/report-slip.ts';
import type { StoreSettings } from '../../../shared/staff/store-settings.ts';

/** What a slip says besides the report itself. Times are written out already. */
export interface SlipFacts {
  /** Null: an X, which closes nothing. */
  readonly z: { readonly number: number; readonly closedAt: string } | null;
  /** Rehearsed: it has no number among the real ones. */
  readonly training?: boolean;
  readonly copy: boolean;
  readonly openedAt: string;
  readonly businessDate: string;
  /** Of an X: as of when. */
  readonly asOf: string;
  readonly terminalName: string;
  readonly cashierName: string;
  readonly settings: Pick<
    StoreSettings,
    'storeName' | 'address' | 'taxNumber' | 'taxClasses' | 'tenderKinds'
  >;
  readonly money: (amountMinor: number) => string;
  readonly percent: (ratePpm: number) => string;
}

const pair = (left: string, right: string, more: { strong?: true; under?: true } = {}): SlipRow => ({
  kind: 'pair',
  left,
  right,
  ...more,
});
const RULE: SlipRow = { kind: 'rule' };

/** X or Z as rows of paper, in the language of the till: the same for the screen and for the printer. */
export function reportSlip(report: DrawerReport, facts: SlipFacts, t: TFunction): ReportSlip {
  const { z, settings, money } = facts;
  const title = z
    ? t('shift.report.z', { number: facts.training ? t('receipt.paper.training') : z.number })
    : t('shift.report.x');
  const moved = (word: string, { count, amountMinor }: DrawerReport['payIns'], sign: 1 | -1): SlipRow[] =>
    count === 0 ? [] : [pair(`${word} (${count})`, money(sign * amountMinor))];
  return {
    title,
    rows: [
      { kind: 'heading', text: settings.storeName },
      ...settings.address.map((text): SlipRow => ({ kind: 'centred', text })),
      { kind: 'heading', text: title },
      ...(facts.copy ? [{ kind: 'heading', text: t('shift.report.copy') } as const] : []),
      RULE,
      pair(facts.terminalName, `${t('shift.report.cashier')} ${facts.cashierName}`),
      pair(t('shift.report.opened'), facts.openedAt),
      z ? pair(t('shift.report.closed'), z.closedAt) : pair(t('shift.report.asOf'), facts.asOf),
      pair(t('shift.report.businessDate'), facts.businessDate),
      pair(t('shift.report.period'), String(report.period)),
      RULE,
      ...soldRows(report, facts, t),
      RULE,
      ...taxRows(report, facts, t),
      ...tenderRows(report, facts, t),
      RULE,
      { kind: 'centred', text: t('shift.report.drawer') },
      pair(t('shift.report.float'), money(report.floatMinor)),
      pair(t('shift.report.cash'), money(cashOf(report))),
      ...moved(t('shift.report.payIns'), report.payIns, 1),
      ...moved(t('shift.report.payOuts'), report.payOuts, -1),
      ...moved(t('shift.report.drops'), report.drops, -1),
      pair(t('shift.report.expected'), money(report.expectedMinor), { strong: true }),
      ...(report.countedMinor === null
        ? []
        : [
            pair(
              report.counts > 1
                ? `${t('shift.report.counted')} (${report.counts})`
                : t('shift.report.counted'),
              money(report.countedMinor),
            ),
            pair(t('shift.report.difference'), money(report.differenceMinor ?? 0), { strong: true }),
          ]),
      ...(report.noSales > 0 ? [pair(t('shift.report.noSales'), String(report.noSales))] : []),
      RULE,
      ...(facts.training ? [] : [{ kind: 'centred', text: report.shiftId } as const]),
    ],
  };
}

const cashOf = (report: DrawerReport): number =>
  report.tenders.find((tender) => tender.kind === 'cash')?.amountMinor ?? 0;

function soldRows(report: DrawerReport, { money }: SlipFacts, t: TFunction): SlipRow[] {
  const part = (word: string, { count, grossMinor }: DrawerReport['sales']): SlipRow =>
    pair(`${word} (${count})`, money(grossMinor));
  const numbers = report.sequences.map(({ first, last }) =>
    first === last ? `${first}` : `${first}–${last}`,
  );
  return [
    pair(t('shift.report.receipts'), String(report.receipts)),
    ...(numbers.length > 0 ? [pair(t('shift.report.numbers'), numbers.join(', '))] : []),
    part(t('shift.report.sales'), report.sales),
    ...(report.returns.count > 0 ? [part(t('shift.report.returns'), report.returns)] : []),
    ...(report.voids.count > 0 ? [part(t('shift.report.voids'), report.voids)] : []),
    pair(t('shift.report.total'), money(report.totalMinor), { strong: true }),
    ...(report.discountMinor !== 0 ? [pair(t('shift.report.discounts'), money(-report.discountMinor))] : []),
    ...(report.roundingMinor !== 0 ? [pair(t('shift.report.rounding'), money(report.roundingMinor))] : []),
  ];
}

function taxRows(report: DrawerReport, { money, percent, settings }: SlipFacts, t: TFunction): SlipRow[] {
  if (report.taxes.length === 0) return [];
  const labelOf = (taxClass: string, ratePpm: number) => {
    const label = settings.taxClasses.find((entry) => entry.taxClass === taxClass)?.label ?? taxClass;
    return label.includes('%') ? label : `${label} ${percent(ratePpm)}`.trim();
  };
  return [
    { kind: 'centred', text: t('shift.report.taxes') },
    ...report.taxes.flatMap(({ taxClass, taxRatePpm, netMinor, taxMinor, grossMinor }) => [
      pair(labelOf(taxClass, taxRatePpm), `${money(grossMinor)} ${t('shift.report.gross')}`),
      pair(`${money(netMinor)} ${t('shift.report.net')}`, `${money(taxMinor)} ${t('shift.report.tax')}`, {
        under: true,
      }),
    ]),
    RULE,
  ];
}

function tenderRows(report: DrawerReport, { money, settings }: SlipFacts, t: TFunction): SlipRow[] {
  if (report.tenders.length === 0) return [];
  return [
    { kind: 'centred', text: t('shift.report.tenders') },
    ...report.tenders.map(({ kind, count, amountMinor }) =>
      pair(`${tenderName(kind, settings, t)} (${count})`, money(amountMinor)),
    ),
  ];
}

function tenderName(kind: string, settings: SlipFacts['settings'], t: TFunction): string {
  if (kind === 'cash' || kind === 'card') return t(`shift.report.kinds.${kind}`);
  return settings.tenderKinds?.find((known) => known.kind === kind)?.label ?? kind;
}
