import { z } from 'zod';
import { type StoreSettings, storeSettingsSchema } from '../../shared/staff/store-settings.ts';
import type { Database } from '../database/database.ts';
import { readSettings, writeSettings } from '../database/shop-queries.ts';
import { CommandFailure } from './command-failure.ts';
import { storeOfCommand } from './store-of-command.ts';

export interface SettingsArguments {
  readonly store: string;
  /** `name=value`; a value is JSON, or a text that needs no quotes. */
  readonly set: readonly string[];
}

/** What a store is, and not how it works: changed nowhere. */
const FIXED = new Set(['id', 'storeId', 'version', 'changes']);

function jsonOrText(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function decideSettings(stored: StoreSettings, changes: readonly string[]): Omit<StoreSettings, 'version'> {
  const wanted: Record<string, unknown> = { ...stored };
  for (const change of changes) {
    const [name = '', ...value] = change.split('=');
    if (FIXED.has(name) || !(name in storeSettingsSchema.shape))
      throw new CommandFailure(
        `There is no setting "${name}". The settings are: ${Object.keys(storeSettingsSchema.shape)
          .filter((key) => !FIXED.has(key))
          .join(', ')}.`,
      );
    if (value.length === 0) throw new CommandFailure(`--set wants name=value, not "${change}".`);
    wanted[name] = jsonOrText(value.join('='));
  }
  const checked = storeSettingsSchema.safeParse(wanted);
  if (!checked.success) throw new CommandFailure(`Nothing was changed: ${z.prettifyError(checked.error)}`);
  const { version: _version, ...settings } = checked.data;
  return settings as Omit<StoreSettings, 'version'>;
}

/** Shows a store's settings, changed first where the command says so. The tills hear of it at once. */
export async function settings(
  database: Database,
  { store: code, set }: SettingsArguments,
): Promise<string[]> {
  const store = await storeOfCommand(database, code);
  const result = await database.transaction(async (tx) => {
    const stored = await readSettings(tx, store.store_id);
    if (!stored) throw new CommandFailure(`Store ${code} has no settings. Restore them from a backup.`);
    const wanted = decideSettings(stored, set);
    if (set.length > 0) await writeSettings(tx, store.store_id, wanted);
    return wanted;
  });
  return [JSON.stringify(result, null, 2)];
}
