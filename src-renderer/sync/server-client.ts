import { problemSchema } from '../../shared/sync/protocol.ts';

/** Nobody answered, or the server could not: the request may be sent again, later. */
export class NetworkFault extends Error {
  override readonly name = 'NetworkFault';
  readonly reason: 'unreachable' | 'serverFault';
  /** 0 where nobody answered. */
  readonly status: number;
  constructor(reason: 'unreachable' | 'serverFault', message: string, status = 0, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
    this.status = status;
  }
}

/** The server understood who is asking, and does not accept it any more. */
export class AccessRefused extends Error {
  override readonly name = 'AccessRefused';
}

export interface ServerAnswer {
  readonly status: number;
  /** Parsed JSON; undefined where the body is empty or something else. */
  readonly body: unknown;
  /** The stable code of a problem; '' where there is none. */
  readonly code: string;
}

/**
 * The server says no in its own words, which have a code. What a portal or a proxy answers has none, and refuses nothing for the
 * server: it is as good as no answer.
 */
export const isRefusal = (answer: ServerAnswer): boolean => answer.code !== '';

export interface ServerClient {
  /** Any answer below 500 comes back as data, except a refused token. Throws NetworkFault or AccessRefused. */
  send(method: 'GET' | 'POST', path: string, options?: SendOptions): Promise<ServerAnswer>;
  /** An open response, for the event stream. */
  open(path: string, signal: AbortSignal): Promise<Response>;
}

export interface SendOptions {
  readonly body?: unknown;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

export interface ServerClientOptions {
  readonly serverUrl: string;
  readonly token: () => string | null;
  readonly fetch: typeof globalThis.fetch;
  /** Told of every answer and every fault: these alone decide whether the till is online. */
  readonly onAnswer?: () => void;
  /** The network gave no answer. */
  readonly onUnreachable?: () => void;
  /** It took too long, or the server could not: that says little about the next request. */
  readonly onDoubt?: () => void;
  readonly onRefused?: () => void;
}

const TIMEOUT_MS = 20_000;
/** A page of a thousand large items has a few. What never ends, or unpacks to gigabytes, must not fill the memory. */
const ANSWER_MOST_BYTES = 128 * 1024 * 1024;
/** By these a server says that it knows the token and does not take it; a captive portal says 401 or 403, too. */
const REFUSALS = new Set(['unauthorized', 'revoked']);

/** Statuses after which the same request may well succeed. */
const isPassing = (status: number) => status >= 500 || status === 408 || status === 429;

export function createServerClient(options: ServerClientOptions): ServerClient {
  const { fetch } = options;

  async function request(path: string, init: RequestInit): Promise<Response> {
    const token = options.token();
    const headers = new Headers(init.headers);
    if (token) headers.set('authorization', `Bearer ${token}`);
    let response: Response;
    try {
      const url = `${options.serverUrl.replace(/\/+$/, '')}${path}`;
      // The server redirects nothing; whoever does is not the server, and sales are not for it.
      // No answer is kept: a browser keeps some for ever (301, 410), and a portal's would stand for the server's from then on.
      response = await fetch(url, { ...init, headers, redirect: 'error', cache: 'no-store' });
    } catch (error) {
      if (init.signal?.aborted) options.onDoubt?.();
      else options.onUnreachable?.();
      throw new NetworkFault('unreachable', `${path}: no answer`, 0, { cause: error });
    }
    if (isPassing(response.status)) {
      options.onDoubt?.();
      throw new NetworkFault('serverFault', `${path}: ${response.status}`, response.status);
    }
    if (token && (response.status === 401 || response.status === 403)) {
      if (!REFUSALS.has((await readAnswer(response, path, options)).code)) {
        options.onDoubt?.();
        throw new NetworkFault('serverFault', `${path}: ${response.status}`, response.status);
      }
      options.onRefused?.();
      throw new AccessRefused(`${path}: ${response.status}`);
    }
    return response;
  }

  return {
    async send(method, path, { body, timeoutMs = TIMEOUT_MS, signal } = {}) {
      // AbortSignal.any is missing in the oldest runtime that is supported.
      const controller = new AbortController();
      const abort = () => controller.abort();
      const timer = setTimeout(abort, timeoutMs);
      signal?.addEventListener('abort', abort);
      try {
        const init: RequestInit = { method, signal: controller.signal };
        if (body !== undefined) {
          init.body = JSON.stringify(body);
          init.headers = { 'content-type': 'application/json' };
        }
        const response = await request(path, init);
        const answer = await readAnswer(response, path, options);
        options.onAnswer?.();
        return answer;
      } finally {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
      }
    },
    async open(path, signal) {
      const response = await request(path, { signal, headers: { accept: 'text/event-stream' } });
      if (!response.ok) throw new NetworkFault('serverFault', `${path}: ${response.status}`, response.status);
      options.onAnswer?.();
      return response;
    },
  };
}

/** The body as text, part by part, so that it can be given up. Bytes that are no UTF-8 are no answer of the server. */
async function textOf(response: Response): Promise<string> {
  if (!response.body) return '';
  const reader = response.body.getReader();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const parts: string[] = [];
  let sizeBytes = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    sizeBytes += part.value.length;
    if (sizeBytes > ANSWER_MOST_BYTES) {
      await reader.cancel();
      throw new Error('the answer is too long');
    }
    parts.push(decoder.decode(part.value, { stream: true }));
  }
  parts.push(decoder.decode());
  return parts.join('');
}

async function readAnswer(
  response: Response,
  path: string,
  options: ServerClientOptions,
): Promise<ServerAnswer> {
  let text: string;
  try {
    text = await textOf(response);
  } catch (error) {
    options.onUnreachable?.();
    throw new NetworkFault('unreachable', `${path}: the answer broke off`, 0, { cause: error });
  }
  const body = parseJson(text);
  const problem = response.ok ? null : problemSchema.safeParse(body);
  return { status: response.status, body, code: problem?.success ? problem.data.code : '' };
}

function parseJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
