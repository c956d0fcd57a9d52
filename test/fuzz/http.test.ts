import net from 'node:net';
import { deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PROBLEM_CODES } from '../../shared/sync/protocol.ts';
import { openWireShop, type WireShop } from '../server/support/wire-shop.ts';
import type { WireTerminal } from '../server/support/wire-terminal.ts';
import { campaign, patienceMs } from './support/campaign.ts';
import { hostileText, type Json, jsonOf } from './support/hostile.ts';
import { mutatedBytes } from './support/mutate-bytes.ts';
import { mutated } from './support/mutate-json.ts';
import type { Random } from './support/random.ts';
import { WireDocuments } from './support/wire-documents.ts';

interface Route {
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly { name: string; in: string }[];
}

/** The inside of the server: frames of a stack, its own files. */
const INSIDE = /\bat .{0,200}:\d+:\d+|node_modules|src-server|postgres(?:ql)?:\/\//;
const CONTENT_TYPES = [
  ...[
    'application/json',
    'application/json; charset=utf-8',
    'application/json; charset=utf-16',
    'APPLICATION/JSON',
  ],
  ...[
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/xml',
    '',
  ],
  ...[
    'application/json;',
    'application/json, text/html',
    '*/*',
    'application/vnd.api+json',
    'x'.repeat(4000),
  ],
];
const ANSWERED_WITHIN_MS = 60_000;
const SILENT_MS = 300;
/** At the same time: most of them wait for the end of what never comes. */
const CONNECTIONS = 12;
const HEAP_GROWTH_BYTES = 200 * 1024 * 1024;

let shop: WireShop;
let terminal: WireTerminal;
let routes: Route[];
let sku: string;

beforeAll(async () => {
  shop = await openWireShop();
  sku = await shop.stocked(10_000);
  terminal = await shop.enrol('Till');
  const { paths } = await (await fetch(`${shop.server.url}/v1/openapi.json`)).json();
  routes = Object.entries(
    paths as Record<string, Record<string, { parameters?: Route['parameters'] }>>,
  ).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { parameters = [] }]) => ({
      method: method.toUpperCase(),
      path,
      parameters,
    })),
  );
  expect(routes.length).toBeGreaterThan(10);
});
afterAll(() => shop?.close());

/** Of one heap that has nothing to do: what is left after it was tidied. */
async function heapBytes(): Promise<number> {
  const metrics = await (await fetch(`${shop.server.url}/metrics`)).text();
  return Number(/^evertill_nodejs_heap_size_used_bytes (\S+)/m.exec(metrics)?.[1]);
}

function expectGoodAnswer(about: string, status: number, type: string, text: string): void {
  const where = `${about} → ${status} ${type} ${text.slice(0, 300)}`;
  expect(status, where).toBeLessThan(500);
  expect(text, where).not.toContain(terminal.identity.token);
  expect(INSIDE.test(text), where).toBe(false);
  if (status < 400) return;
  expect(type, where).toContain('application/problem+json');
  const problem = JSON.parse(text) as { status: number; code: string; title: string };
  expect(problem.status, where).toBe(status);
  expect(PROBLEM_CODES, where).toContain(problem.code);
  expect(problem.title, where).not.toBe('');
}

async function expectHealthy(): Promise<void> {
  const sold = terminal.tender(terminal.open([{ sku, quantity: 1 }]));
  expect(await terminal.push('sales', sold)).toMatchObject([{ status: 'applied' }]);
  const log = shop.server.output();
  expect(log).not.toMatch(/"level":(?:50|60)|\bat .+:\d+:\d+/);
  expect(log).not.toContain(terminal.identity.token);
}

function bodyFor(path: string, documents: WireDocuments, random: Random): Json {
  const collection = random.pick(['sales', 'shifts', 'stockCommands'] as const);
  if (path.endsWith('/push'))
    return Array.from({ length: random.int(0, 3) }, () => ({ newDocumentState: documents.any(collection) }));
  if (path.endsWith('/enrol')) return { code: 'ABCD2345', name: 'Till 2', replaces: documents.id() };
  if (path.endsWith('/epoch')) return { reason: 'lost' };
  if (path.endsWith('/heartbeat'))
    return {
      saleIds: [documents.id()],
      head: { epoch: 1, instance: 'machine', sequence: 0, hash: '0'.repeat(64) },
    };
  if (path.endsWith('/hand-over')) return { newId: documents.id() };
  return { ...documents.open(), status: 'underPaying' };
}

/** A body as bytes: right, nearly right, broken, huge, in another encoding. */
function bytesFor(body: Json, random: Random): Uint8Array<ArrayBuffer> {
  const text = jsonOf(random.chance(0.7) ? mutated(body, random) : body);
  const bytes = Buffer.from(text);
  switch (random.int(0, 9)) {
    case 0:
      return Buffer.from(mutatedBytes(bytes, random));
    case 1:
      return bytes.subarray(0, random.int(0, bytes.length));
    case 2:
      return Buffer.from(text, 'utf16le');
    case 3:
      return Buffer.from(random.chance(0.5) ? gzipSync(bytes) : deflateSync(bytes));
    case 4:
      return Buffer.from(random.bytes(random.pick([0, 1, 50, 5000])));
    case 5:
      return random.chance(0.1) ? Buffer.alloc(random.pick([5, 65]) * 1024 * 1024, '[') : bytes;
    case 6:
      return Buffer.from(`\ufeff${text}`);
    default:
      return bytes;
  }
}

const encoded = (text: string, random: Random): string => {
  if (random.chance(0.1))
    return random.pick(['%', '%ff', '%c3%28', '%00', '..', '%2e%2e%2f', '%u0000', ';', '%25']);
  // A half of a pair has no encoding; it goes as its replacement.
  return encodeURIComponent(text.replace(/[\ud800-\udfff]/g, '\ufffd')).slice(0, 4000);
};

function addressOf({ path, parameters }: Route, documents: WireDocuments, random: Random): string {
  const right: Record<string, readonly string[]> = {
    collection: [
      'items',
      'stockLevels',
      'saleResults',
      'staff',
      'settings',
      'sales',
      'shifts',
      'stockCommands',
    ],
    id: [documents.id()],
    sku: [sku],
    limit: ['1', '0', '1000', '1001', '-1', '1e3', '0x1', ' 1', '1,2', 'NaN'],
    status: ['parked', 'open'],
    checkpoint: ['', 'eyJlIjoxLCJzIjowLCJ0IjowLCJrIjpudWxsfQ', 'eyJlIjo5OTk5OTk5OX0', 'bnVsbA'],
  };
  const valueFor = (name: string) =>
    random.chance(0.6)
      ? random.pick((Object.hasOwn(right, name) && right[name]) || ['x'])
      : encoded(hostileText(random), random);
  const place = path.replace(/\{(\w+)\}/g, (_, name: string) => valueFor(name));
  const query = parameters
    .filter(({ in: where }) => where === 'query')
    .concat(random.chance(0.2) ? [{ name: encoded(hostileText(random), random), in: 'query' }] : [])
    .filter(() => random.chance(0.8))
    .flatMap(({ name }) =>
      Array.from({ length: random.pick([1, 1, 1, 2]) }, () => `${name}=${valueFor(name)}`),
    );
  return place + (query.length > 0 ? `?${query.join('&')}` : '');
}

describe('what a server on a network hears', () => {
  test(
    'whatever is asked with whatever body, the answer is a problem with a stable code, never a fault of the server',
    async () => {
      const before = await heapBytes();
      await campaign(
        'http bodies',
        async ({ random, note }) => {
          const documents = new WireDocuments(random, terminal.identity.terminalId, [sku]);
          const route = random.pick(routes);
          if (route.path.endsWith('/stream')) return;
          const address = addressOf(route, documents, random);
          const method = random.chance(0.9)
            ? route.method
            : random.pick(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'GET', 'POST']);
          const headers = new Headers();
          if (random.chance(0.9)) headers.set('authorization', `Bearer ${terminal.identity.token}`);
          else
            headers.set(
              'authorization',
              random.pick(['', 'Bearer', 'Bearer ', 'Basic x', `Bearer ${'x'.repeat(201)}`]),
            );
          const takesBody = method !== 'GET';
          if (takesBody)
            headers.set('content-type', random.chance(0.7) ? 'application/json' : random.pick(CONTENT_TYPES));
          if (takesBody && random.chance(0.1))
            headers.set('content-encoding', random.pick(['gzip', 'br', 'x', 'identity']));
          const body = takesBody ? bytesFor(bodyFor(route.path, documents, random), random) : null;
          const about = `${method} ${address.slice(0, 300)} ${headers.get('content-type')} ${body?.length} bytes ${Buffer.from(
            body ?? [],
          )
            .toString()
            .slice(0, 1500)}`;
          const sent = fetch(shop.server.url + address, {
            method,
            headers,
            redirect: 'manual',
            signal: AbortSignal.timeout(ANSWERED_WITHIN_MS),
            ...(body && { body }),
          });
          const answer = await sent.catch((error: Error) => {
            // A body beyond the limit may be cut off before all of it is sent.
            if ((body?.length ?? 0) > 4 * 1024 * 1024 && error.name !== 'TimeoutError') return null;
            throw new Error(about, { cause: error });
          });
          note(answer === null ? 'cut off' : `${route.method} ${answer.status}`);
          if (answer === null) return;
          expectGoodAnswer(
            about,
            answer.status,
            answer.headers.get('content-type') ?? '',
            await answer.text(),
          );
        },
        40,
      );
      await expectHealthy();
      await expect
        .poll(heapBytes, { timeout: 60_000, interval: 200 })
        .toBeLessThan(before + HEAP_GROWTH_BYTES);
    },
    patienceMs('http bodies'),
  );

  /** Writes bytes and answers with all that came back until the server closed; it is told when there is no more to come. */
  function talk(bytes: Uint8Array): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = net.connect(shop.server.port, '127.0.0.1');
      let heard = '';
      const late = setTimeout(() => {
        socket.destroy();
        reject(new Error(`the connection is still open; so far: ${heard.slice(0, 500)}`));
      }, ANSWERED_WITHIN_MS);
      // Who half closes at once is not answered at all.
      const silent = setTimeout(() => socket.end(), SILENT_MS);
      socket.on('data', (chunk) => {
        heard += chunk.toString('latin1');
      });
      // A server that closes early resets what is still being sent.
      socket.on('error', () => undefined);
      socket.on('close', () => {
        clearTimeout(late);
        clearTimeout(silent);
        resolve(heard);
      });
      socket.write(bytes);
    });
  }

  function requestText(documents: WireDocuments, random: Random): string {
    const body = jsonOf([{ newDocumentState: documents.any('sales') }]);
    const chunked = random.chance(0.4);
    const chunk =
      random.pick(['', '', '', '', '', '', '', 'zz', '-1', 'fffffffffffffffff', '0x5', '5;a=b']) ||
      body.length.toString(16);
    const strange = random.pick([
      ...[
        'x: y',
        'X:',
        ': x',
        'no colon',
        'a\0b: c',
        'x: \xff',
        'Host: other',
        'Host: a b',
        'Expect: 100-continue',
        'Expect: x',
      ],
      ...[
        'Content-Length: 5',
        'Content-Length: -1',
        'Content-Length: 99999999999999999999',
        'Content-Length: 1, 2',
      ],
      ...[
        'Transfer-Encoding: chunked, identity',
        'Transfer-Encoding: gzip',
        'Upgrade: websocket',
        'Connection: Upgrade, HTTP2-Settings',
      ],
      ...[
        'Cookie: a=b',
        'Origin: null',
        'Origin: http://evil.example',
        `Big: ${'x'.repeat(20_000)}`,
        'Range: bytes=0-',
        "X-Forwarded-For: ' or 1=1",
      ],
      ...[
        'If-None-Match: "',
        'If-Modified-Since: never',
        'Accept-Encoding: *;q=x',
        'Trailer: x',
        'TE: trailers',
        ' folded: line',
      ],
    ]);
    const start = random.pick([
      ...Array.from({ length: 25 }, () => 'POST /v1/sync/sales/push HTTP/1.1'),
      ...[
        'GET / HTTP/1.1',
        'GET /v1 HTTP/1.1',
        'GET //v1//sales HTTP/1.1',
        'GET /assets HTTP/1.1',
        'GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1',
      ],
      ...[
        'GET http://other.example/v1/openapi.json HTTP/1.1',
        'OPTIONS * HTTP/1.1',
        'GET /healthz HTTP/1.0',
        'GET /healthz HTTP/9.9',
      ],
      ...[
        'GET /healthz',
        'PRI * HTTP/2.0',
        'CONNECT a:1 HTTP/1.1',
        'TRACE / HTTP/1.1',
        'BREW / HTTP/1.1',
        'GET /\0 HTTP/1.1',
        'GET  / HTTP/1.1',
      ],
      ...[
        `GET /${'a'.repeat(30_000)} HTTP/1.1`,
        'GET /index.html%00.png HTTP/1.1',
        'GET /?%%% HTTP/1.1',
        'GET /v1/stock/%ff HTTP/1.1',
      ],
    ]);
    const lines = [
      start,
      'Host: till',
      `Authorization: Bearer ${terminal.identity.token}`,
      'Content-Type: application/json',
      chunked
        ? 'Transfer-Encoding: chunked'
        : `Content-Length: ${Buffer.byteLength(body) + random.pick([0, 0, 0, 1, -1])}`,
      ...(random.chance(0.6) ? [strange] : []),
      'Connection: close',
    ];
    const sent = chunked ? `${chunk}\r\n${body}\r\n0\r\n${random.pick(['', 'x: y\r\n', '\0'])}\r\n` : body;
    const end = random.chance(0.9) ? '\r\n' : random.pick(['\n', '\r']);
    return `${lines.join(end)}${end}${end}${sent}`;
  }

  test(
    'whatever arrives on a connection, it is answered or closed, and others are served meanwhile',
    async () => {
      // They send a byte now and then, all the while.
      const drips = Array.from({ length: 20 }, () => net.connect(shop.server.port, '127.0.0.1'));
      for (const drip of drips) {
        drip.on('error', () => undefined);
        drip.write('POST /v1/sync/sales/push HTTP/1.1\r\nHost: till\r\nContent-Length: 1000\r\n\r\n[');
      }
      const dripping = setInterval(() => {
        for (const drip of drips) if (drip.writable) drip.write(' ');
      }, 500);
      try {
        await campaign(
          'http connections',
          async ({ random, note }) => {
            const documents = new WireDocuments(random, terminal.identity.terminalId, [sku]);
            const sent = Array.from({ length: CONNECTIONS }, () => {
              if (random.chance(0.05))
                return Buffer.concat([Buffer.from([0x16, 3, 1, 2, 0, 1]), random.bytes(500)]);
              const bytes = Buffer.from(requestText(documents, random), 'latin1');
              return random.chance(0.3) ? mutatedBytes(bytes, random) : bytes;
            });
            const answers = await Promise.all(sent.map(talk));
            for (const [index, heard] of answers.entries()) {
              const about = JSON.stringify(
                Buffer.from(sent[index] ?? [])
                  .toString('latin1')
                  .slice(0, 1500),
              );
              for (const [, status] of heard.matchAll(/^HTTP\/1\.[01] (\d{3})/gm)) {
                note(String(status));
                // Where nobody has built the till there is none to be had, and that is said.
                if (status === '503' && heard.includes('The till is not built yet')) continue;
                expect(Number(status), `${about} → ${heard.slice(0, 500)}`).toBeLessThan(500);
              }
              if (heard === '') note('closed');
              // Only of what is no file of the till itself.
              if (heard.includes('problem+json'))
                expect(INSIDE.test(heard), heard.slice(0, 1000)).toBe(false);
            }
          },
          4,
        );
        await expectHealthy();
      } finally {
        clearInterval(dripping);
        for (const drip of drips) drip.destroy();
      }
    },
    patienceMs('http connections'),
  );
});
