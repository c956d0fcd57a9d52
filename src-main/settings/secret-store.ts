import { z } from 'zod';
import { readIfThere, writeAtomically } from '../files/write-atomically.ts';
import type { FileReport } from './device-settings.ts';

/** What protects a secret on this machine: Electron's safeStorage, at the edge. */
export interface KeyStore {
  /** False where the system has none, or only one whose key is in everybody's source. */
  usable(): boolean;
  encrypt(text: string): Uint8Array;
  /** Throws when it was encrypted for another user or machine. */
  decrypt(bytes: Uint8Array): string;
}

export interface SecretStore {
  /** False when the machine has no usable key store: then nothing is kept here. */
  set(name: string, value: string): Promise<boolean>;
  /** Null when there is none, or none that this machine can read. */
  get(name: string): Promise<string | null>;
}

const fileSchema = z.record(z.string(), z.string());

/** Secrets in a file, each encrypted by the machine's key store. */
export function createSecretStore(
  file: string,
  keys: KeyStore,
  report: (report: FileReport) => void,
): SecretStore {
  const read = async (): Promise<Record<string, string>> => {
    const stored = await readIfThere(file);
    if (stored === null) return {};
    try {
      return fileSchema.parse(JSON.parse(stored));
    } catch {
      report({ code: 'secretsReset', detail: `${file} cannot be read` });
      return {};
    }
  };
  let writing: Promise<unknown> = Promise.resolve();
  return {
    set: (name, value) => {
      const turn = writing.then(async () => {
        if (!keys.usable()) return false;
        const encrypted = Buffer.from(keys.encrypt(value)).toString('base64');
        await writeAtomically(file, JSON.stringify({ ...(await read()), [name]: encrypted }));
        return true;
      });
      writing = turn.catch(() => undefined);
      return turn;
    },
    get: async (name) => {
      if (!keys.usable()) return null;
      const encrypted = (await read())[name];
      if (encrypted === undefined) return null;
      try {
        return keys.decrypt(Buffer.from(encrypted, 'base64'));
      } catch {
        report({ code: 'secretsReset', detail: `${name} was encrypted for another user or machine` });
        return null;
      }
    },
  };
}
