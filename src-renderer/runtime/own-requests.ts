import { useMemo } from 'react';
import type { OfficeRequest } from '../../shared/office/office-request.ts';
import type { RequestState } from '../../shared/staff/speed-keys.ts';
import type { AttentionEntry } from '../database/till-data.ts';
import type { Till } from '../sync/till.ts';
import { useTill } from './till-context.tsx';
import { useReadable } from './use-readable.ts';

/** What became of a request to head office, as far as this till has heard. */
function requestStateOf(
  request: Pick<OfficeRequest, 'id'>,
  unsent: readonly string[],
  attention: readonly AttentionEntry[],
): RequestState {
  const isKept = attention.some(
    ({ collection, documentId }) => collection === 'officeRequests' && documentId === request.id,
  );
  if (isKept) return 'kept';
  return unsent.includes(request.id) ? 'unsent' : 'answered';
}

/** Requests of one kind that this till has made, the latest last, each with what became of it. Live. */
export function useOwnRequests<K extends OfficeRequest['kind']>(
  kind: K,
): readonly { readonly request: Extract<OfficeRequest, { kind: K }>; readonly state: RequestState }[] {
  const till: Till = useTill();
  const requests = useReadable(till.officeRequests.all);
  const attention = useReadable(till.attention.entries);
  const outbox = useReadable(till.outbox);
  return useMemo(() => {
    const own = requests.filter((each): each is Extract<OfficeRequest, { kind: K }> => each.kind === kind);
    // The outbox changes whenever what is unsent does.
    const unsent = outbox && own.length > 0 ? till.unsentIds('officeRequests') : [];
    return own.map((request) => ({ request, state: requestStateOf(request, unsent, attention) }));
  }, [till, kind, requests, attention, outbox]);
}
