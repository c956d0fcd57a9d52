import { safeStorage } from 'electron';
import type { KeyStore } from '../settings/secret-store.ts';

/** Which key store protects secrets here. `basic_text` is a key in Chromium's source: no protection at all. */
export function keyStoreName(): string {
  if (process.platform === 'darwin') return 'keychain';
  if (process.platform === 'win32') return 'dpapi';
  // Older Electron cannot say; then nothing is taken for granted.
  const ask = (safeStorage as { getSelectedStorageBackend?: () => string }).getSelectedStorageBackend;
  return ask ? ask.call(safeStorage) : 'unknown';
}

const UNPROTECTED: ReadonlySet<string> = new Set(['basic_text', 'unknown']);

/** The operating system's key store. Only after the app is ready. */
export const osKeyStore: KeyStore = {
  usable: () => !UNPROTECTED.has(keyStoreName()) && safeStorage.isEncryptionAvailable(),
  encrypt: (text) => safeStorage.encryptString(text),
  decrypt: (bytes) => safeStorage.decryptString(Buffer.from(bytes)),
};
