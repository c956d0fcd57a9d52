import type { Incident } from '../../shared/office/office-request.ts';
import type { Till } from '../sync/till.ts';
import { newId, nowIso } from './new-id.ts';

type Facts = Pick<Till, 'identity' | 'officeRequests'>;

/** What every request to head office says of itself; null while this till is not paired. */
export function requestFrom(till: Pick<Till, 'identity'>, staffId: string) {
  const terminalId = till.identity.getSnapshot()?.terminalId;
  return terminalId === undefined ? null : { id: newId(), terminalId, staffId, at: nowIso() };
}

/**
 * Writes down something that somebody may ask about later. Nobody at the counter waits for it, and nothing fails with it.
 *
 * @param staffId who did it
 */
export function tellOffice(till: Facts, staffId: string, incident: Incident): void {
  const request = requestFrom(till, staffId);
  if (request) till.officeRequests.append({ ...request, kind: 'incident', incident }).catch(reportError);
}
