import type { LocalStore } from '../database/local-store.ts';
import type { Journal } from './till.ts';

/**
 * Every terminal that this machine was and of which it still holds something, in its store or its journal. Ids are UUIDv7: the
 * greatest is the latest enrolment.
 *
 * @param latest who it was last, which comes first; null where nobody knows
 * @param leftBehind terminals of other servers, which are not told
 */
export async function formerTerminals(
  store: Pick<LocalStore, 'sales' | 'shifts' | 'stockCommands' | 'officeRequests'>,
  journal: Pick<Journal, 'chains'> | null,
  latest: string | null,
  leftBehind: readonly string[],
): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const { terminalId } of store.sales.all()) found.add(terminalId);
  for (const { terminalId } of store.shifts.events.getSnapshot()) found.add(terminalId);
  for (const { terminalId } of store.stockCommands.all.getSnapshot()) if (terminalId) found.add(terminalId);
  for (const { terminalId } of store.officeRequests.all.getSnapshot()) found.add(terminalId);
  for (const { terminalId } of journal ? await journal.chains() : []) found.add(terminalId);
  for (const terminalId of leftBehind) found.delete(terminalId);
  if (latest !== null) found.delete(latest);
  const others = [...found].sort().reverse();
  return latest === null ? others : [latest, ...others];
}
