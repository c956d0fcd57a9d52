import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { hostileText, hostileValue, type Json, jsonOf } from './hostile.ts';
import { mutated } from './mutate-json.ts';
import type { Random } from './random.ts';

const PAGE = '<!doctype html><title>Welcome</title><p>Log in to the guest network.</p>';
/** Unpacks to a few hundred megabytes of spaces, which JSON may begin with. */
let bomb: Buffer | null = null;
const bombBytes = () => {
  bomb ??= gzipSync(Buffer.alloc(300 * 1024 * 1024, ' '), { level: 1 });
  return bomb;
};

/** Between a till and its server: passes on what is asked, until it is told to lie. */
export interface LyingServer {
  readonly url: string;
  /** Null: the truth. */
  lies: Random | null;
  /** What it has told so far, by kind. */
  readonly told: Map<string, number>;
  close(): Promise<void>;
}

const LIES = [
  ...['portal', 'portal', 'forbidden', 'moved', 'nothing', 'fault', 'cut', 'half', 'shape', 'words', 'late'],
  ...['strangers', 'strangers', 'older', 'older', 'halfSigns', 'endless'],
] as const;

export async function openLyingServer(trueUrl: string): Promise<LyingServer> {
  const told = new Map<string, number>();
  /** The first answer to each pull: as a cache may give it again, much later. */
  const first = new Map<string, string>();
  const open = new Set<ServerResponse>();
  const state: { lies: Random | null } = { lies: null };

  const send = (response: ServerResponse, status: number, type: string, body: string | Buffer, more = {}) =>
    void response
      .writeHead(status, { 'content-type': type, 'access-control-allow-origin': '*', ...more })
      .end(body);

  async function truth(request: IncomingMessage, body: Buffer): Promise<{ status: number; text: string }> {
    const headers: Record<string, string> = { 'content-type': 'application/json' };
    if (request.headers.authorization) headers.authorization = request.headers.authorization;
    const answer = await fetch(trueUrl + (request.url ?? '/'), {
      method: request.method ?? 'GET',
      headers,
      ...(request.method === 'POST' && { body: new Uint8Array(body) }),
    });
    return { status: answer.status, text: await answer.text() };
  }

  /** The events as they come, from the moment of the request. */
  async function passStream(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const ended = new AbortController();
    response.on('close', () => ended.abort());
    const answer = await fetch(`${trueUrl}/v1/sync/stream`, {
      headers: { authorization: request.headers.authorization ?? '' },
      signal: ended.signal,
    });
    response.writeHead(answer.status, {
      'content-type': answer.headers.get('content-type') ?? '',
      'access-control-allow-origin': '*',
    });
    open.add(response);
    for await (const part of answer.body ?? []) response.write(part);
    response.end();
  }

  function lieInStream(random: Random, response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'access-control-allow-origin': '*' });
    response.write(': listening\n\n');
    open.add(response);
    for (let more = random.int(1, 6); more > 0; more -= 1) {
      const collection = random.pick(['items', 'stockLevels', 'saleResults', 'staff', 'settings', 'nothing']);
      const changes = { collection, documents: [hostileValue(random)], checkpoint: hostileText(random) };
      response.write(
        random.pick([
          `event: changes\ndata: ${jsonOf(random.chance(0.5) ? changes : mutated(changes, random))}\n\n`,
          'event: resync\ndata: {}\n\n',
          `event: changes\ndata: {"collection":"items","docu\n\n`,
          Buffer.from([0x64, 0x61, 0x74, 0x61, 0x3a, 0xc3, 0x28, 0x0a, 0x0a]).toString('latin1'),
          `data: ${'x'.repeat(random.pick([10, 1_000_000]))}`,
        ]),
      );
    }
    if (random.chance(0.5)) response.end();
  }

  async function lie(
    random: Random,
    request: IncomingMessage,
    response: ServerResponse,
    body: Buffer,
  ): Promise<void> {
    const kind = random.chance(0.01) ? 'bomb' : random.pick(LIES);
    told.set(kind, (told.get(kind) ?? 0) + 1);
    const isPush = request.method === 'POST';
    // A push may have been heard, and its answer spoiled.
    const isEndless = request.url?.startsWith('/v1/sync/stream') ?? false;
    const heard =
      !isEndless && (random.chance(0.5) || !isPush)
        ? await truth(request, body)
        : { status: 200, text: '{}' };
    const json = (value: Json) => send(response, 200, 'application/json', jsonOf(value));
    // The truth was told meanwhile: nothing that never ends may begin now.
    if (state.lies === null) return void response.destroy();
    switch (kind) {
      case 'portal':
        return send(response, 200, 'text/html', PAGE);
      case 'forbidden':
        return send(response, random.pick([401, 403, 511]), 'text/html', PAGE);
      case 'moved':
        return send(response, random.pick([301, 302, 307]), 'text/html', PAGE, { location: '/portal' });
      case 'nothing':
        return send(response, random.pick([200, 204, 404]), 'application/json', '');
      case 'fault':
        return send(response, random.pick([500, 502, 503]), 'text/plain', 'Bad gateway');
      case 'cut':
        return void response.destroy();
      case 'half':
        return send(
          response,
          heard.status,
          'application/json',
          heard.text.slice(0, random.int(0, heard.text.length)),
        );
      case 'shape':
        return json(hostileValue(random));
      case 'words':
        return json({
          answers: [{ id: hostileText(random), status: 'queued' }],
          conflicts: [],
          documents: 'none',
          checkpoint: 7,
        });
      case 'late':
        await new Promise((resolve) => setTimeout(resolve, random.int(100, 1500)));
        return send(response, heard.status, 'application/json', heard.text);
      case 'strangers':
        return json({
          documents: Array.from({ length: random.int(0, 300) }, (_, n) =>
            random.chance(0.5)
              ? hostileValue(random)
              : {
                  id: `strange-${n}`,
                  sku: `strange-${n}`,
                  saleId: `strange-${n}`,
                  version: random.pick([1, -1, 'x']),
                  _deleted: random.chance(0.5),
                },
          ),
          checkpoint: hostileText(random).slice(0, 400),
          serverEpoch: random.pick([1, 0, -1, 'x', null]),
        });
      case 'older': {
        const path = (request.url ?? '').split('?')[0] ?? '';
        return send(response, 200, 'application/json', first.get(path) ?? heard.text);
      }
      case 'halfSigns':
        return send(
          response,
          200,
          'application/json',
          Buffer.concat([Buffer.from('{"documents":["'), Buffer.from([0xe2, 0x82]), Buffer.from('"]}')]),
        );
      case 'endless':
        response.writeHead(200, { 'content-type': 'application/json', 'access-control-allow-origin': '*' });
        open.add(response);
        return void response.write('{"documents":[');
      case 'bomb':
        return send(response, 200, 'application/json', bombBytes(), { 'content-encoding': 'gzip' });
    }
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'OPTIONS')
      return void response
        .writeHead(204, {
          'access-control-allow-origin': '*',
          'access-control-allow-headers': '*',
          'access-control-max-age': '600',
        })
        .end();
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts);
    const random = state.lies;
    const isStream = request.url?.startsWith('/v1/sync/stream') ?? false;
    if (random?.chance(0.7)) {
      if (isStream && random.chance(0.7)) return lieInStream(random, response);
      return lie(random, request, response, body);
    }
    if (isStream) return passStream(request, response);
    const { status, text } = await truth(request, body);
    const path = (request.url ?? '').split('?')[0] ?? '';
    if (path.endsWith('/pull') && status === 200 && !first.has(path)) first.set(path, text);
    send(response, status, 'application/json', text);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    told,
    get lies() {
      return state.lies;
    },
    set lies(random) {
      state.lies = random;
      // What was begun in the other state ends with it.
      for (const response of open) response.destroy();
      open.clear();
      server.closeAllConnections();
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
