import type { z } from 'zod';
import { tillIdentitySchema } from '../../shared/ipc/channels.ts';
import { readIfThere, writeAtomically } from '../files/write-atomically.ts';
import type { FileReport } from './device-settings.ts';

export type TillIdentity = z.infer<typeof tillIdentitySchema>;

export interface IdentityFile {
  /** As it is now; null for a till that was never paired, or does not know. */
  current(): TillIdentity | null;
  /** Resolves when it is on the disk. */
  save(identity: TillIdentity | null): Promise<void>;
}

/**
 * The copy of the till's identity beside the journal. The local store is the owner; from this file a store that was lost
 * learns who it was, and main learns which server it may reach where its settings were lost.
 */
export async function openIdentityFile(
  file: string,
  report: (report: FileReport) => void,
): Promise<IdentityFile> {
  let identity: TillIdentity | null = null;
  try {
    const stored = await readIfThere(file);
    if (stored !== null) identity = tillIdentitySchema.nullable().parse(JSON.parse(stored));
  } catch {
    report({ code: 'identityReset', detail: `${file} cannot be read; the local store tells it anew` });
  }
  let saving: Promise<unknown> = Promise.resolve();
  return {
    current: () => identity,
    save: (wanted) => {
      const turn = saving.then(async () => {
        await writeAtomically(file, `${JSON.stringify(wanted, null, 2)}\n`);
        identity = wanted;
      });
      saving = turn.catch(() => undefined);
      return turn;
    },
  };
}
