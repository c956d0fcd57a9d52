import { z } from 'zod';
import { tillIdentitySchema } from '../../shared/ipc/channels.ts';
import type { Secrets, TillIdentity } from './till.ts';

/** A token, and who it makes this till. `identity` is as it was when they were paired; null where it was not kept. */
export interface PairingSecret {
  readonly token: string;
  readonly identity: TillIdentity | null;
}

const stored = z.object({ token: z.string().min(1), identity: tillIdentitySchema });

/**
 * What was paired last. The token and whose it is are one write, and that write is the pairing: a till that is killed right
 * after it, or whose store is put back to the time before it, never says to be somebody whom its token is not.
 */
export async function readPairing(secrets: Pick<Secrets, 'get'>): Promise<PairingSecret | null> {
  try {
    const text = await secrets.get('terminalToken');
    return text === null ? null : parsePairing(text);
  } catch (error) {
    // A key store that has lost its key must not keep anyone from selling: the till is paired anew when there is time.
    reportError(error);
    return null;
  }
}

export function writePairing(
  secrets: Pick<Secrets, 'set'>,
  pairing: { readonly token: string; readonly identity: TillIdentity },
): Promise<void> {
  return secrets.set('terminalToken', JSON.stringify(pairing));
}

/** Before, the token stood alone. */
export function parsePairing(text: string): PairingSecret {
  if (!text.startsWith('{')) return { token: text, identity: null };
  return stored.parse(JSON.parse(text)) as PairingSecret;
}
