import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PULL_LIMIT_MAX } from '../../shared/sync/protocol.ts';
import { benchItem, benchLevel } from './till-catalogue.ts';

export interface CatalogueServer {
  readonly url: string;
  /** Sends so many changed levels a second, in ten messages, until stopped. */
  storm(levelsASecond: number): () => void;
  close(): Promise<void>;
}

/** Answers pulls from memory, so that the bench measures the till: the answers are text before the clock starts. */
export async function openCatalogueServer(skus: number): Promise<CatalogueServer> {
  const pages = {
    items: pagesOf(skus, benchItem),
    stockLevels: pagesOf(skus, benchLevel),
    settings: [JSON.stringify({ documents: [settings], checkpoint: '1', serverEpoch: 1 })],
  };
  const streams = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-headers', '*');
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    const url = new URL(request.url ?? '/', 'http://bench');
    const json = (body: string, status = 200) =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    if (url.pathname === '/v1/terminals/enrol') return json(JSON.stringify(enrolment), 201);
    if (url.pathname === '/v1/terminals/heartbeat') {
      return json(JSON.stringify({ serverTime: new Date().toISOString(), epoch: 1 }));
    }
    if (url.pathname === '/v1/sync/stream') {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': open\n\n');
      streams.add(response);
      response.on('close', () => streams.delete(response));
      return;
    }
    const collection = url.pathname.split('/')[3] ?? '';
    if (url.pathname.endsWith('/push')) return void answerPush(request, json);
    const at = Number(url.searchParams.get('checkpoint') ?? 0);
    const page = collection in pages ? pages[collection as keyof typeof pages][at] : undefined;
    return json(page ?? JSON.stringify({ documents: [], checkpoint: String(at), serverEpoch: 1 }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  let version = skus + 1;
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    storm(levelsASecond) {
      const timer = setInterval(() => {
        const documents = Array.from({ length: levelsASecond / 10 }, () => {
          version += 1;
          return { ...benchLevel(Math.floor(Math.random() * skus)), onHand: version % 50, version };
        });
        const data = JSON.stringify({
          collection: 'stockLevels',
          documents,
          checkpoint: '100000',
          serverEpoch: 1,
        });
        for (const stream of streams) stream.write(`event: changes\ndata: ${data}\n\n`);
      }, 100);
      return () => clearInterval(timer);
    },
    async close() {
      for (const stream of streams) stream.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function pagesOf(count: number, make: (index: number) => unknown): string[] {
  return Array.from({ length: Math.ceil(count / PULL_LIMIT_MAX) }, (_, page) => {
    const from = page * PULL_LIMIT_MAX;
    const documents = Array.from({ length: Math.min(PULL_LIMIT_MAX, count - from) }, (_, n) =>
      make(from + n),
    );
    return JSON.stringify({ documents, checkpoint: String(page + 1), serverEpoch: 1 });
  });
}

async function answerPush(request: AsyncIterable<unknown>, json: (body: string) => void): Promise<void> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  const rows = JSON.parse(text) as { newDocumentState: { id: string } }[];
  const answers = rows.map((row) => ({ id: row.newDocumentState.id, status: 'applied' }));
  json(JSON.stringify({ conflicts: [], answers }));
}

const enrolment = {
  terminalId: '01900000-0000-7000-8000-00000000aaaa',
  storeId: 'main',
  epoch: 1,
  serverEpoch: 1,
  token: 'bench',
};

const settings = {
  id: 'store',
  storeId: 'main',
  storeName: 'Bench',
  address: [],
  taxNumber: '',
  currency: 'EUR',
  locale: 'en',
  timeZone: 'UTC',
  dayStartsAtHour: 0,
  pricesIncludeTax: true,
  taxClasses: [],
  cashStepMinor: 1,
  notesMinor: [],
  reservationTtlMs: 900_000,
  parkedTtlMs: 900_000,
  underPayingTtlMs: 900_000,
  oversell: 'allow',
  receiptFooter: [],
  version: 1,
};
