import {
  enrolResponseSchema,
  FORMERS_MAX,
  heartbeatResponseSchema,
  pairingCode,
} from '../../shared/sync/protocol.ts';
import { AccessRefused, createServerClient, NetworkFault } from './server-client.ts';
import type { ChangeServerOutcome, EnrolOutcome, TillIdentity } from './till.ts';

export interface EnrolRequest {
  readonly serverUrl: string;
  readonly code: string;
  readonly name: string;
  /** The terminals that this machine was to that server, the latest first. */
  readonly formers: readonly string[];
  /** Of which server the latest was; null where the till does not know. */
  readonly serverId: string | null;
  /** A person says that the server was restored from a backup. */
  readonly isRestored: boolean;
}

type Rejected = Extract<EnrolOutcome, { ok: false }>;

/** Trades a pairing code for an identity and a token. What goes wrong is data: a person typed both. */
export async function enrol(
  fetch: typeof globalThis.fetch,
  request: EnrolRequest,
): Promise<Rejected | { readonly ok: true; readonly identity: TillIdentity; readonly token: string }> {
  const code = pairingCode.safeParse(request.code.replace(/[\s-]/g, ''));
  if (!code.success) return rejected('invalidCode', request.code);
  const serverUrl = normalizeServerUrl(request.serverUrl);
  if (!serverUrl) return rejected('invalidAddress', request.serverUrl);
  const client = createServerClient({ serverUrl, token: () => null, fetch });
  const { name, serverId } = request;
  const [replaces, ...before] = request.formers;
  try {
    const body = {
      ...{ code: code.data, name },
      ...(replaces ? { replaces, before: before.slice(0, FORMERS_MAX), restored: request.isRestored } : {}),
      ...(serverId ? { serverId } : {}),
    };
    const answer = await client.send('POST', '/v1/terminals/enrol', { body, timeoutMs: 10_000 });
    if (answer.code === 'wrongPairingCode') return rejected('wrongPairingCode', '');
    if (replaces && answer.code === 'notFound')
      return rejected(serverId || request.isRestored ? 'otherServer' : 'unknownFormer', replaces);
    const read = enrolResponseSchema.safeParse(answer.body);
    if (!read.success) return rejected('notEvertill', `HTTP ${answer.status} ${answer.code}`.trim());
    const { terminalId, storeId, epoch, serverEpoch, token } = read.data;
    return {
      ok: true,
      identity: {
        ...{ serverUrl, terminalId, terminalName: read.data.name ?? name, storeId, epoch, serverEpoch },
        ...(read.data.serverId ? { serverId: read.data.serverId } : {}),
      },
      token,
    };
  } catch (error) {
    if (error instanceof NetworkFault && error.status === 429)
      return rejected('tooManyRequests', error.message);
    if (error instanceof NetworkFault || error instanceof AccessRefused)
      return rejected('unreachable', error.message);
    throw error;
  }
}

/** Whether the server that knows this token answers at an address. */
export async function findServer(
  fetch: typeof globalThis.fetch,
  typed: string,
  token: string,
): Promise<Extract<ChangeServerOutcome, { ok: false }> | { readonly ok: true; readonly serverUrl: string }> {
  const serverUrl = normalizeServerUrl(typed);
  const refused = (code: 'invalidAddress' | 'unreachable' | 'unknownTill', detail: string) =>
    ({ ok: false, rejection: { code, detail } }) as const;
  if (!serverUrl) return refused('invalidAddress', typed);
  const client = createServerClient({ serverUrl, token: () => token, fetch });
  try {
    const answer = await client.send('POST', '/v1/terminals/heartbeat', {
      body: { saleIds: [] },
      timeoutMs: 5_000,
    });
    const isServer = heartbeatResponseSchema.safeParse(answer.body).success;
    return isServer ? { ok: true, serverUrl } : refused('unknownTill', `HTTP ${answer.status}`);
  } catch (error) {
    if (error instanceof AccessRefused) return refused('unknownTill', error.message);
    if (error instanceof NetworkFault) return refused('unreachable', error.message);
    throw error;
  }
}

/** People type `shop-server:7420`; a path or a trailing slash does not belong to the address. */
export function normalizeServerUrl(typed: string): string | null {
  const trimmed = typed.trim();
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `http://${trimmed}`;
  try {
    const url = new URL(withScheme);
    if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
    return url.hostname === '' ? null : url.origin;
  } catch {
    return null;
  }
}

function rejected(code: Rejected['rejection']['code'], detail: string): Rejected {
  return { ok: false, rejection: { code, detail } };
}
