import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import { readIfThere, writeAtomically } from '../files/write-atomically.ts';
import type { FileReport } from './device-settings.ts';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What tells this machine from another that carries a copy of its disk. */
export function machineId(): string {
  for (const file of ['/etc/machine-id', '/var/lib/dbus/machine-id']) {
    try {
      const id = fs.readFileSync(file, 'utf8').trim();
      if (id !== '') return id;
    } catch {
      // Another system keeps it elsewhere.
    }
  }
  return os.hostname();
}

/**
 * The name of this till's profile on this machine: random, kept in a file, and bound to the machine and the folder. A
 * profile that was copied elsewhere gets another name, and the server notices that two tills claim to be one.
 * @param file where the random part is kept, inside the profile
 * @param boundTo machine and folder
 */
export async function readInstance(
  file: string,
  boundTo: { readonly machine: string; readonly folder: string },
  report: (report: FileReport) => void,
): Promise<string> {
  let kept = (await readIfThere(file))?.trim() ?? null;
  if (kept !== null && !UUID.test(kept)) {
    report({ code: 'instanceReset', detail: `${file} cannot be read` });
    kept = null;
  }
  if (kept === null) {
    kept = randomUUID();
    await writeAtomically(file, `${kept}\n`);
  }
  const whole = JSON.stringify([kept, boundTo.machine, boundTo.folder]);
  return createHash('sha256').update(whole).digest('hex').slice(0, 32);
}
