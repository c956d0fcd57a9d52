import {
  createServer,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Dice, Tally } from './dice.ts';

/** `calm`: nothing happens. `storm`: what a bad network does. `down`: nobody answers. */
export type Weather = 'calm' | 'storm' | 'down';

/** What is done to one request of a hundred in a storm; the rest goes through. */
const STORM = {
  delayed: 8,
  cutBefore: 4,
  cutInRequest: 3,
  answerLost: 6,
  cutInAnswer: 3,
  repeated: 5,
  repeatedLate: 4,
} as const;
type Trouble = keyof typeof STORM;
export const TROUBLES = Object.keys(STORM) as readonly Trouble[];
export const STREAM_TROUBLES = ['streamCut', 'streamSilent'] as const;

/** A code is used up by its first use: a till that is enrolling has a quiet network. */
const NEVER_DISTURBED = '/v1/terminals/enrol';

export interface ChaosProxy {
  /** The till's server, as far as the till knows. */
  readonly url: string;
  weather: Weather;
  /** Ends every connection that is open, as a pulled cable does. */
  cutAll(): void;
  /** Resolves when no late repeat is on its way any more. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export interface ChaosProxyOptions {
  /** The real server: `http://127.0.0.1:<port>`. */
  readonly target: string;
  readonly dice: Dice;
  readonly tally: Tally;
  /** Files that the proxy itself serves, by path, whatever the weather: the page that a till of the test runs in. */
  readonly files?: Readonly<Record<string, { readonly type: string; readonly text: string }>>;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/**
 * The network between one till and its server. It knows requests as such, so that it can lose an answer after the server
 * has applied it, or send a whole request twice, at once or long after later ones.
 */
export async function openChaosProxy(options: ChaosProxyOptions): Promise<ChaosProxy> {
  const { dice, tally, files = {} } = options;
  const target = new URL(options.target);
  const late = new Set<Promise<unknown>>();
  const open = new Set<ServerResponse>();
  let closed = false;

  /** One request to the server. With `most` only so many bytes of the body are sent, then the line is cut. */
  function forward(
    incoming: IncomingMessage,
    body: Buffer,
    most = Number.POSITIVE_INFINITY,
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const outgoing = httpRequest({
        host: target.hostname,
        port: target.port,
        method: incoming.method,
        path: incoming.url,
        headers: { ...incoming.headers, host: target.host, connection: 'close' },
        agent: false,
      });
      outgoing.on('error', reject);
      outgoing.on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 502,
            headers: response.headers,
            body: Buffer.concat(chunks),
          }),
        );
      });
      if (body.length <= most) return void outgoing.end(body);
      outgoing.write(body.subarray(0, most), () => {
        outgoing.destroy();
        reject(new Error('cut'));
      });
    });
  }

  function reply(response: ServerResponse, { status, headers, body }: Answer): void {
    response.writeHead(status, { ...withoutHops(headers), 'content-length': body.length }).end(body);
  }

  function drawTrouble(): Trouble | null {
    let drawn = dice.below(100);
    for (const trouble of TROUBLES) {
      drawn -= STORM[trouble];
      if (drawn < 0) return trouble;
    }
    return null;
  }

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    const isDisturbed = api.weather === 'storm' && !request.url?.startsWith(NEVER_DISTURBED);
    const trouble = isDisturbed ? drawTrouble() : null;
    if (trouble) tally.add(trouble);
    if (trouble === 'cutBefore') return void response.destroy();
    if (trouble === 'delayed') await sleep(dice.between(20, 1_200));
    if (trouble === 'cutInRequest') {
      await forward(request, body, Math.floor(body.length / 2)).catch(() => undefined);
      return void response.destroy();
    }
    if (trouble === 'repeated') {
      // Side by side, as when a client gives up waiting and asks again.
      const [first] = await Promise.all([forward(request, body), forward(request, body)]);
      return reply(response, first);
    }
    const answer = await forward(request, body);
    if (trouble === 'repeatedLate') {
      const repeat = sleep(dice.between(200, 3_000))
        .then(() => (closed ? null : forward(request, body)))
        .catch(() => null);
      late.add(repeat);
      void repeat.finally(() => late.delete(repeat));
    }
    if (trouble === 'answerLost') return void response.destroy();
    if (trouble === 'cutInAnswer') {
      const headers = { ...withoutHops(answer.headers), 'content-length': answer.body.length + 1 };
      response.writeHead(answer.status, headers);
      response.write(answer.body.subarray(0, Math.floor(answer.body.length / 2)), () => response.destroy());
      return;
    }
    reply(response, answer);
  }

  /** Changes as they happen. In a storm the line breaks, or stays open and says nothing more. */
  function passStream(request: IncomingMessage, response: ServerResponse): void {
    const upstream = httpRequest({
      host: target.hostname,
      port: target.port,
      path: request.url,
      headers: { ...request.headers, host: target.host, connection: 'close' },
      agent: false,
    });
    let silent = false;
    const timer = setInterval(() => {
      if (api.weather !== 'storm') return;
      if (dice.chance(0.12)) {
        tally.add('streamCut');
        response.destroy();
      } else if (!silent && dice.chance(0.06)) {
        tally.add('streamSilent');
        silent = true;
      }
    }, 500);
    upstream.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, withoutHops(answer.headers));
      response.flushHeaders();
      answer.on('data', (chunk: Buffer) => {
        if (silent && api.weather === 'storm') return;
        // A silence has swallowed something: the line cannot simply go on.
        if (silent) return void response.destroy();
        // In pieces that do not end where an event does.
        const middle = dice.below(chunk.length + 1);
        response.write(chunk.subarray(0, middle));
        response.write(chunk.subarray(middle));
      });
      answer.on('end', () => response.destroy());
      answer.on('error', () => response.destroy());
    });
    upstream.on('error', () => response.destroy());
    response.on('close', () => {
      clearInterval(timer);
      upstream.destroy();
    });
    upstream.end();
  }

  const server = createServer((request, response) => {
    open.add(response);
    response.on('close', () => open.delete(response));
    const own = files[(request.url ?? '/').split('?')[0] ?? '/'];
    if (own && request.method === 'GET') {
      return void response
        .writeHead(200, { 'content-type': own.type, 'cache-control': 'no-store' })
        .end(own.text);
    }
    if (api.weather === 'down') {
      tally.add('refused');
      return void request.socket.destroy();
    }
    const isStream = request.method === 'GET' && request.url?.startsWith('/v1/sync/stream');
    if (isStream) return passStream(request, response);
    // A server that is not there answers as no server does: not at all.
    pass(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  const api: ChaosProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    weather: 'calm',
    cutAll() {
      for (const response of open) response.destroy();
    },
    async settled() {
      await Promise.all(late);
    },
    async close() {
      closed = true;
      server.closeAllConnections();
      await Promise.all(late);
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return api;
}

/** Headers that are between two neighbours only. */
function withoutHops(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const { connection: _1, 'transfer-encoding': _2, 'keep-alive': _3, ...kept } = headers;
  return kept;
}

function readBody(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', reject);
  });
}
