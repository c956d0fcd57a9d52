import { type FigureDifference, reportDifferences } from '../../shared/shift/compare-reports.ts';
import { type DrawerReport, drawerReport } from '../../shared/shift/drawer-report.ts';
import type { Queryable } from '../database/database.ts';
import {
  differingZs,
  eventsOfShift,
  salesBetween,
  type UncheckedZ,
  uncheckedZs,
} from '../database/report-queries.ts';
import type { ApplyLane } from '../sync/apply-lane.ts';

export interface ReportChecker {
  /** Looks at Zs that have come since the last look; `again`: also at those that waited or differed then. */
  check(again: boolean): Promise<void>;
}

/** A till's events may come after its Z; after this long what is missing is missing. */
const PATIENCE_MS = 2 * 60_000;
/** Sales that are missing for so long are told to a person. */
const WAITING_PATIENCE_MS = 24 * 60 * 60_000;
const AT_ONCE = 20;
/** More than any drawer sells in a day. */
const MOST_SALES = 50_000;
/** Numbers after the last one that are looked through for a sale of a closed shift. */
const LOOK_BEYOND = 20;

/**
 * Compares each Z with what has been applied of its shift. The Z stays as its till has written it, whatever comes of that: a
 * difference, and a Z whose sales do not come, are for a person at head office.
 */
export function openReportChecker(options: {
  readonly database: Queryable;
  readonly lane: Pick<ApplyLane, 'apply'>;
  readonly now: () => Date;
}): ReportChecker {
  const { database, lane, now } = options;
  /** Looked at, and to be looked at again later. */
  const later = new Set<string>();

  async function checkOne(z: UncheckedZ, differed: boolean): Promise<void> {
    const { store_id: storeId, event_id: eventId, doc } = z;
    const ageMs = now().getTime() - z.received_at.getTime();
    later.add(eventId);
    if (z.waiting) {
      if (ageMs > WAITING_PATIENCE_MS) await lane.apply(storeId, { kind: 'found', cases: [waitingCase(z)] });
      return;
    }
    const differences = doc.report ? await differencesOf(database, z, doc.report) : [];
    if (differences.length > 0 && (differed || ageMs < PATIENCE_MS)) return;
    await lane.apply(storeId, { kind: 'reportChecked', eventId, differs: differingCase(z, differences) });
    later.delete(eventId);
  }

  return {
    async check(again) {
      if (again) {
        later.clear();
        for (const z of await differingZs(database, AT_ONCE)) await checkOne(z, true);
      }
      for (const z of await uncheckedZs(database, [...later], AT_ONCE)) await checkOne(z, false);
    },
  };
}

/** What a person is told of a Z. */
const told = ({ doc }: UncheckedZ) => ({
  period: doc.period,
  businessDate: doc.businessDate,
  closedAt: doc.at,
});

const waitingCase = (z: UncheckedZ) => ({
  cause: z.event_id,
  kind: 'waitingZ' as const,
  terminal: z.terminal_id,
  detail: { ...told(z), epoch: z.epoch, afterSequence: z.last_sequence },
});

const differingCase = (z: UncheckedZ, figures: readonly FigureDifference[]) =>
  figures.length === 0
    ? null
    : {
        cause: z.event_id,
        kind: 'zDiffers' as const,
        terminal: z.terminal_id,
        detail: { ...told(z), figures: figures.slice(0, 100) },
      };

async function differencesOf(
  database: Queryable,
  z: UncheckedZ,
  report: DrawerReport,
): Promise<FigureDifference[]> {
  const { store_id: storeId, doc } = z;
  const terminals = [...new Set([doc.terminalId, ...report.sequences.map(({ terminalId }) => terminalId)])];
  const events = await eventsOfShift(database, storeId, doc.shiftId, terminals, doc.period);
  const sales = [];
  for (const chain of report.sequences)
    sales.push(...(await salesBetween(database, storeId, chain, chain.first, chain.last, MOST_SALES)));
  // A sale of this shift behind its last one would be in no Z at all.
  const beyond = z.last_sequence + 1;
  const chain = { terminalId: doc.terminalId, epoch: doc.epoch };
  sales.push(...(await salesBetween(database, storeId, chain, beyond, beyond + LOOK_BEYOND, LOOK_BEYOND)));
  const found = drawerReport({ shiftId: doc.shiftId, currency: report.currency, events, sales });
  return reportDifferences(report, found);
}
