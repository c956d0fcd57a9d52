import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { uuidV7 } from '../../shared/core/uuid.ts';
import type { Database } from '../database/database.ts';
import { findKept, type KeptDocument, type KeptRow, listKept } from '../database/exception-queries.ts';
import { isIdPrefix } from '../stock/exceptions.ts';
import type { ApplyLane } from '../sync/apply-lane.ts';
import { sendKeptAgain } from '../sync/send-again.ts';
import { CommandFailure } from './command-failure.ts';
import { ID_SHOWN } from './exceptions.ts';
import { storeOfCommand } from './store-of-command.ts';

const PAGE = 500;

const lineOf = (row: KeptRow): string =>
  [
    ...[row.kept_id.slice(0, ID_SHOWN), row.kept_at, row.store, row.collection],
    ...[
      row.doc_id || 'without id',
      `revision ${row.revision}`,
      row.reason,
      row.detail ?? '',
      row.terminal_name ?? '',
    ],
    row.state === 'open' ? '' : 'settled',
  ]
    .filter(Boolean)
    .join('  ');

/** One line a kept document, the oldest first: id, when, store, collection, the document, why, its till. */
export async function keptDocuments(
  database: Database,
  { store: storeCode, all }: { readonly store: string | null; readonly all: boolean },
): Promise<string[]> {
  const store = storeCode === null ? null : await storeOfCommand(database, storeCode);
  const lines: string[] = [];
  for (let afterId: string | null = null; ; ) {
    const rows: KeptRow[] = await listKept(database, {
      ...{ storeId: store?.store_id ?? null, state: all ? 'all' : 'open', afterId, limit: PAGE },
    });
    lines.push(...rows.map(lineOf));
    afterId = rows.at(-1)?.kept_id ?? null;
    if (rows.length < PAGE) break;
  }
  return lines.length > 0 ? lines : ['No document is kept.'];
}

async function find(database: Database, id: string): Promise<KeptDocument> {
  const [found, another] = isIdPrefix(id) ? await findKept(database, id) : [];
  if (!found)
    throw new CommandFailure(`There is no kept document ${id}. The command "kept --all" lists them.`);
  if (another)
    throw new CommandFailure(`More than one kept document begins with ${id}: give more of its id.`);
  return found;
}

/** A person's *send again*: the document is judged by the rules of today. */
export async function resendKept(
  database: Database,
  lane: ApplyLane,
  { id, by, note }: { readonly id: string; readonly by: string; readonly note: string },
): Promise<string[]> {
  const kept = await find(database, id);
  const actId = uuidV7(Date.now(), randomBytes(10));
  const sent = await sendKeptAgain({ database, lane, now: () => new Date() }, kept, { actId, by, note });
  if (!sent.ok) throw new CommandFailure(`Nothing was done. ${sent.detail}`);
  const { status, code, message } = sent.answer;
  const why = [code, message].filter(Boolean).join(': ');
  const answer = `${kept.collection} ${kept.doc_id || kept.kept_id}: ${status}${why && ` (${why})`}.`;
  if (status === 'kept') throw new CommandFailure(`${answer} It is kept as before.`);
  return [answer];
}

/** The document as it was sent, onto standard output or into a file. */
export async function exportKept(
  database: Database,
  { id, file }: { readonly id: string; readonly file: string | null },
): Promise<string[]> {
  const { body, kept_id, collection } = await find(database, id);
  if (file === null) return [body];
  await writeFile(file, body, { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') throw new CommandFailure(`${file} is there already. Choose another name.`);
    if (error.code === 'ENOENT') throw new CommandFailure(`There is no folder for ${file}.`);
    throw error;
  });
  return [`Kept document ${kept_id} (${collection}) is in ${file}.`];
}
