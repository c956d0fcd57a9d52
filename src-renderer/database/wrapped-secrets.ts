import type { DeviceStore } from './device-store.ts';

/** What keeps a secret from whoever copies the profile's files. */
export type SecretProtection = 'browserKey' | 'none';

export interface WrappedSecrets {
  readonly protection: SecretProtection;
  get(name: string): Promise<string | null>;
  set(name: string, value: string): Promise<void>;
}

interface Wrapped {
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly bytes: ArrayBuffer;
}

/**
 * Secrets under an AES-GCM key that IndexedDB keeps and that no script can export: for machines without a key store of
 * their own, and for browsers. Without WebCrypto (plain HTTP) they are kept as they are, and `protection` says so.
 */
export async function openWrappedSecrets(device: DeviceStore): Promise<WrappedSecrets> {
  const subtle = globalThis.crypto.subtle as SubtleCrypto | undefined;
  if (!subtle) {
    return {
      protection: 'none',
      get: async (name) => (await device.get<string>(`secret/${name}`)) ?? null,
      set: (name, value) => device.set(`secret/${name}`, value),
    };
  }
  const key = (await device.get<CryptoKey>('wrappingKey')) ?? (await makeKey(subtle, device));
  return {
    protection: 'browserKey',
    async get(name) {
      const wrapped = await device.get<Wrapped>(`wrapped/${name}`);
      if (!wrapped) return null;
      const bytes = await subtle.decrypt({ name: 'AES-GCM', iv: wrapped.iv }, key, wrapped.bytes);
      return new TextDecoder().decode(bytes);
    },
    async set(name, value) {
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const bytes = await subtle.encrypt({ name: 'AES-GCM', iv }, key, new TextEncoder().encode(value));
      await device.set(`wrapped/${name}`, { iv, bytes } satisfies Wrapped);
    },
  };
}

async function makeKey(subtle: SubtleCrypto, device: DeviceStore): Promise<CryptoKey> {
  const key = await subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  await device.set('wrappingKey', key);
  return key;
}
