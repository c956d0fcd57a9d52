import type { Queryable } from '../database/database.ts';
import { findStore, listStores, type StoreRow } from '../database/terminal-queries.ts';
import { CommandFailure } from './command-failure.ts';

export async function noSuchStore(db: Queryable, code: string): Promise<CommandFailure> {
  const codes = (await listStores(db)).map((store) => store.code).join(', ');
  return new CommandFailure(`There is no store "${code}". The stores are: ${codes}.`);
}

/** The store that `--store` names. */
export async function storeOfCommand(db: Queryable, code: string): Promise<StoreRow> {
  const store = await findStore(db, code);
  if (!store) throw await noSuchStore(db, code);
  return store;
}
