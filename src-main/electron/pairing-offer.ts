import type { AppInfo } from '../../shared/ipc/channels.ts';
import { serverOrigin } from './request-policy.ts';

/** What the launcher hands to a till that may not be paired yet; null when it hands nothing, or nothing usable. */
export function pairingOffer(env: Readonly<Record<string, string | undefined>>): AppInfo['pairing'] {
  const serverUrl = serverOrigin(env.EVERTILL_PAIR_SERVER);
  const code = env.EVERTILL_PAIR_CODE?.trim();
  return serverUrl && code ? { serverUrl, code } : null;
}
