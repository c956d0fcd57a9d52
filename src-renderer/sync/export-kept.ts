import { PUSHED_COLLECTIONS, type PushedCollection } from '../../shared/sync/documents.ts';
import type { LocalStore } from '../database/local-store.ts';
import type { AttentionEntry } from '../database/till-data.ts';
import type { FormerTerminal } from './heal.ts';
import type { HeardOf } from './heard-answers.ts';
import type { ExportedDocument, TillIdentity } from './till.ts';

/** Where a document of this till is, by its collection. */
function ownDocument(store: LocalStore, collection: PushedCollection, id: string): unknown {
  switch (collection) {
    case 'sales':
      return store.sales.get(id);
    case 'shifts':
      return store.shifts.events.getSnapshot().find((event) => event.id === id);
    case 'stockCommands':
    case 'officeRequests':
      return store[collection].all.getSnapshot().find((fact) => fact.id === id);
  }
}

/** Everything that is known of a document that needs a person, as one JSON file. */
export function exportKept(
  store: LocalStore,
  identity: TillIdentity | null,
  entry: AttentionEntry,
  now: Date,
): ExportedDocument | null {
  const { document: known, ...about } = entry;
  const collection = PUSHED_COLLECTIONS.find((each) => each === entry.collection);
  const document = (collection && ownDocument(store, collection, entry.documentId)) ?? known;
  if (document === undefined) return null;
  const file = { evertillDocument: 1, exportedAt: now.toISOString(), till: identity, about, document };
  return {
    fileName: `evertill-${entry.collection}-${entry.documentId}.json`.replace(/[^\w.-]/g, '_'),
    text: `${JSON.stringify(file, null, 2)}\n`,
  };
}

/** Everything that no server has answered, whole, one JSON file: nothing of it is lost where a till has to leave its server. */
export function exportUnsent(
  store: LocalStore,
  till: TillIdentity | FormerTerminal | null,
  unsent: readonly HeardOf[],
  now: Date,
): ExportedDocument {
  const documents = unsent.map(({ collection, id }) => ({
    collection,
    document: ownDocument(store, collection, id),
  }));
  const at = now.toISOString();
  return {
    fileName: `evertill-unsent-${at.slice(0, 19).replaceAll(':', '')}.json`,
    text: `${JSON.stringify({ evertillUnsent: 1, exportedAt: at, till, documents })}\n`,
  };
}
