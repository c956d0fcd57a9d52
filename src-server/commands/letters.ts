import type { Database } from '../database/database.ts';
import { listLetters, retryLetters } from '../database/letter-queries.ts';
import { storeOfCommand } from './store-of-command.ts';

/** Receipts that are to go out by e-mail and have not yet; with `retry` they are tried anew by the running server. */
export async function letters(
  database: Database,
  { store: code, retry }: { readonly store: string | null; readonly retry: boolean },
): Promise<string[]> {
  const store = code === null ? null : await storeOfCommand(database, code);
  const storeId = store?.store_id ?? null;
  if (retry) {
    const tried = await retryLetters(database, storeId, new Date());
    return [`${tried} ${tried === 1 ? 'letter is' : 'letters are'} tried again by the running server.`];
  }
  const waiting = await listLetters(database, storeId);
  return [
    ...waiting.map((letter) =>
      [
        letter.request_id,
        letter.received_at.toISOString(),
        letter.store,
        letter.state,
        letter.email,
        `sale ${letter.sale_id}`,
        ...(letter.failure ? [`${letter.attempts} tries: ${letter.failure}`] : []),
      ].join('  '),
    ),
    waiting.length === 0 ? 'No letter waits.' : `${waiting.length} not sent.`,
  ];
}
