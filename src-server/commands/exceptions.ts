import type { ExceptionView } from '../../shared/stock/exception.ts';
import { RESOLUTIONS } from '../../shared/stock/exception-acts.ts';
import type { Database } from '../database/database.ts';
import { openExceptions } from '../stock/exceptions.ts';
import { CommandFailure } from './command-failure.ts';
import { storeOfCommand } from './store-of-command.ts';

const PAGE = 500;
/** As much of an id as tells one from another; the whole one is good, too. */
export const ID_SHOWN = 13;

/**
 * One line an exception, the oldest first: id, when, store, kind, what is wrong, the receipt and its till. All of them: there
 * is no limit that would hide the newest.
 */
export async function exceptions(
  database: Database,
  {
    id,
    store: storeCode,
    all,
  }: { readonly id: string | null; readonly store: string | null; readonly all: boolean },
): Promise<string[]> {
  const inbox = openExceptions({
    database,
    lane: { apply: () => Promise.reject(new Error('nothing is applied here')) },
  });
  if (id !== null) {
    const found = await inbox.find(id);
    if (!found.ok) throw new CommandFailure(`${found.detail} The command "exceptions --all" lists them.`);
    return [
      JSON.stringify(found.exception, null, 2),
      `Acts for it: ${RESOLUTIONS[found.exception.kind].join(', ')}.`,
    ];
  }
  const store = storeCode === null ? null : await storeOfCommand(database, storeCode);
  const lines: string[] = [];
  for (let after: string | null = null; ; ) {
    const page = await inbox.list({
      ...{ storeId: store?.store_id ?? null, state: all ? 'all' : 'open', after, limit: PAGE },
    });
    lines.push(...(page?.exceptions ?? []).map(lineOf));
    after = page?.next ?? null;
    if (after === null) break;
  }
  return lines.length > 0 ? lines : ['Nothing waits for a person.'];
}

function subjectOf(exception: ExceptionView): string[] {
  switch (exception.kind) {
    case 'oversold':
    case 'unknownSku':
    case 'duplicateReturn':
      return [`${exception.item.sku} × ${exception.quantity ?? '?'}`, exception.item.name ?? ''];
    case 'waitingCount':
      return [
        `${exception.item.sku} × ${exception.counted}`,
        `${exception.arrived} of ${exception.afterSequence} sales`,
      ];
    case 'priceMismatch': {
      const { item, paidMinor, expectedMinor } = exception;
      return [item.sku, `paid ${paidMinor}, catalogue ${expectedMinor ?? '?'}`];
    }
    case 'totalMismatch':
      return [
        `says ${exception.totalMinor ?? '?'}, adds up to ${exception.expectedMinor ?? '?'}`,
        `tax ${exception.taxMinor ?? '?'}, ${exception.expectedTaxMinor ?? '?'}`,
      ];
    case 'clockSkew':
      return [
        exception.aheadMs === null ? 'jumped back' : `${Math.round(exception.aheadMs / 60_000)} min ahead`,
      ];
    case 'zDiffers':
      return [
        `Z ${exception.period} of ${exception.businessDate}`,
        ...exception.figures
          .slice(0, 3)
          .map(({ figure, told, found }) => `${figure} ${told ?? '-'} here ${found ?? '-'}`),
      ];
    case 'waitingZ':
      return [
        `Z ${exception.period} of ${exception.businessDate}`,
        `${exception.arrived} of ${exception.lastSequence} sales`,
      ];
    case 'conflictingTender':
    case 'keptDocument':
      return exception.documents.map(({ collection, reason }) => `${collection} ${reason}`).slice(0, 1);
    case 'soldTwice':
    case 'duplicateSequence':
      return [
        exception.other
          ? `also receipt ${exception.other.sequence} of ${exception.other.terminal?.name ?? '?'}`
          : '',
      ];
    default:
      return [];
  }
}

function lineOf(exception: ExceptionView): string {
  const sale = 'sale' in exception ? exception.sale : null;
  return [
    exception.id.slice(0, ID_SHOWN),
    exception.openedAt,
    exception.storeId,
    exception.kind,
    ...subjectOf(exception),
    exception.causeId,
    sale ? `receipt ${sale.sequence} of ${sale.businessDate}, ${sale.cashierName ?? 'unknown cashier'}` : '',
    exception.terminal?.name ?? '',
    exception.resolvedAt === null
      ? ''
      : `resolved ${exception.resolvedAt}: ${exception.acts.at(-1)?.act ?? ''}`,
  ]
    .filter(Boolean)
    .join('  ');
}
