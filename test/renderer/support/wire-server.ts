import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Sale } from '../../../shared/sale/sale.ts';
import { saleStockEffect } from '../../../shared/stock/stock-effect.ts';

type Document = Record<string, unknown>;

/** What a test may make go wrong. All off at the start. */
export interface Faults {
  /** Connections are cut before anything is read. */
  down: boolean;
  /** So many pushes are applied, and their answers lost. */
  losePushAnswers: number;
  /** Every request with a token is answered 401. */
  revoked: boolean;
  /** Push statuses by document id, instead of applying it. */
  readonly pushStatus: Map<string, { status: string; code?: string }>;
  /** A push that holds this document is answered 400 as a whole. */
  readonly unreadable: Set<string>;
  /** A push that holds this document is answered 500 as a whole. */
  readonly stumbles: Set<string>;
  underPayingDelayMs: number;
  /** The network lets no stream through. */
  noStream: boolean;
  /** The till that a machine says to have been is not known here, unless a person says that the server was restored. */
  formerUnknown: boolean;
  /** Who the next machine is that is paired; the tokens of others are refused. */
  terminalId: string;
  /** How far the server's clock is from the machine's. */
  clockOffsetMs: number;
  /** What the server makes of any sale that has a line of the SKU. */
  readonly exceptions: Map<string, Document>;
}

/** One store, one terminal and the wire of SYNC.md over real HTTP: as little of a server as the till can notice. */
export interface WireServer {
  readonly url: string;
  readonly faults: Faults;
  /** Takes back every fault. */
  mend(): void;
  readonly requests: { method: string; path: string }[];
  /** What a test answers itself, by `METHOD /path`; undefined: as always. */
  readonly routes: Map<
    string,
    (body: unknown) => { status: number; body?: unknown; headers?: Record<string, string> } | undefined
  >;
  readonly epochReasons: readonly string[];
  /** What the tills that were paired have said. */
  readonly enrolments: readonly Document[];
  readonly heartbeats: { saleIds: string[]; head: Document }[];
  /** Every state of every sale that was pushed, in the order of arrival. */
  readonly pushes: { collection: string; id: string; revision: number }[];
  sale(id: string): Sale | undefined;
  fact(id: string): Document | undefined;
  onHand(sku: string): number;
  put(collection: string, key: string, document: Document): void;
  setOnHand(sku: string, onHand: number): void;
  /** Sends an event that no pull would give any more. */
  emitStale(collection: string, document: Document): void;
  /** Tells all tills that they have lagged. */
  emitResync(): void;
  cutStreams(): void;
  /** Back to an older state: nothing is known of the tills' sales, of some items neither, and checkpoints have expired. */
  restore(forgotten?: readonly string[]): void;
  close(): Promise<void>;
}

const PAIRING_CODE = 'ABCD2345';
const TOKEN = 'token-of-the-test';
export const TERMINAL_ID = '01900000-0000-7000-8000-00000000aaaa';
const tokenOf = (terminalId: string) => (terminalId === TERMINAL_ID ? TOKEN : `${TOKEN} of ${terminalId}`);

export async function openWireServer(): Promise<WireServer> {
  const faults: Faults = {
    down: false,
    losePushAnswers: 0,
    revoked: false,
    pushStatus: new Map(),
    unreadable: new Set(),
    stumbles: new Set(),
    underPayingDelayMs: 0,
    noStream: false,
    formerUnknown: false,
    terminalId: TERMINAL_ID,
    clockOffsetMs: 0,
    exceptions: new Map(),
  };
  const requests: WireServer['requests'] = [];
  const routes: WireServer['routes'] = new Map();
  const heartbeats: WireServer['heartbeats'] = [];
  const pushes: WireServer['pushes'] = [];
  const streams = new Set<ServerResponse>();
  const epochReasons: string[] = [];
  const enrolments: Document[] = [];
  let epoch = 1;
  let serverEpoch = 1;
  let sequence = 0;
  let feed = new Map<string, Map<string, { document: Document; sequence: number }>>();
  let sales = new Map<string, Sale>();
  let facts = new Map<string, Document>();
  const stock = new Map<string, number>();

  const checkpointOf = (at: number) => `${serverEpoch}:${at}`;

  function put(collection: string, key: string, document: Document): void {
    sequence += 1;
    const collected = feed.get(collection) ?? new Map();
    const versioned = { ...document, version: sequence };
    collected.set(key, { document: versioned, sequence });
    feed.set(collection, collected);
    emit('changes', { collection, documents: [versioned], checkpoint: checkpointOf(sequence), serverEpoch });
  }

  function emit(event: string, data: unknown): void {
    for (const stream of streams) stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  function putLevel(sku: string): void {
    const tendered = [...sales.values()].filter((sale) => sale.status === 'tendered');
    const soldHere = tendered.reduce((sum, sale) => sum + saleStockEffect(sale, sku), 0);
    const onHand = (stock.get(sku) ?? 0) - soldHere;
    put('stockLevels', sku, { sku, onHand, reservedElsewhere: 0, soldHere, epoch: 1, period: 1 });
  }

  function resultOf(sale: Sale): Document {
    const isTendered = sale.status === 'tendered';
    return {
      saleId: sale.id,
      revision: sale.revision,
      reservation: {
        state: isTendered ? 'converted' : sale.status === 'abandoned' ? 'released' : 'live',
        expiresAt: null,
        lines: sale.lines.map((line) => {
          const requested = Math.max(0, line.quantity);
          const granted = Math.min(requested, stock.get(line.sku) ?? 0);
          return { lineId: line.lineId, sku: line.sku, requested, granted, heldBy: [] };
        }),
      },
      appliedAt: isTendered ? new Date().toISOString() : null,
      exceptions: isTendered
        ? sale.lines.flatMap((line) => {
            const exception = faults.exceptions.get(line.sku);
            return exception ? [{ sku: line.sku, ...exception }] : [];
          })
        : [],
    };
  }

  function applySale(sale: Sale): string {
    const known = sales.get(sale.id);
    if (known?.status === 'tendered') return sale.status === 'tendered' ? 'repeated' : 'stale';
    if (known && sale.status !== 'tendered' && known.revision >= sale.revision) {
      return known.revision === sale.revision ? 'repeated' : 'stale';
    }
    sales.set(sale.id, sale);
    put('saleResults', sale.id, resultOf(sale));
    for (const sku of new Set(sale.lines.map((line) => line.sku))) putLevel(sku);
    return 'applied';
  }

  function push(collection: string, rows: { newDocumentState: Document }[]): Document {
    const answers = rows.map(({ newDocumentState: document }) => {
      const id = String(document.id);
      pushes.push({ collection, id, revision: Number(document.revision ?? 1) });
      const forced = faults.pushStatus.get(id);
      if (forced) return { id, ...forced };
      if (collection === 'sales') return { id, status: applySale(document as unknown as Sale) };
      const status = facts.has(id) ? 'repeated' : 'applied';
      facts.set(id, document);
      return { id, status };
    });
    return { conflicts: [], answers };
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://test');
    const path = url.pathname;
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-headers', '*');
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    requests.push({ method: request.method ?? '', path });
    const body = request.method === 'POST' ? await readJson(request) : null;
    const json = (status: number, value: unknown) =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    const problem = (status: number, code: string, more: Document = {}) =>
      json(status, { title: code, status, code, ...more });

    if (path === '/v1/terminals/enrol') {
      const asked = body as Document;
      if (asked.code !== PAIRING_CODE) return problem(401, 'wrongPairingCode');
      if (faults.formerUnknown && asked.replaces && asked.restored !== true) return problem(404, 'notFound');
      enrolments.push(asked);
      return json(201, {
        terminalId: faults.terminalId,
        storeId: 'main',
        epoch: 1,
        serverEpoch,
        token: tokenOf(faults.terminalId),
      });
    }
    if (faults.revoked || request.headers.authorization !== `Bearer ${tokenOf(faults.terminalId)}`)
      return problem(401, 'revoked');
    const own = routes.get(`${request.method} ${path}`)?.(body);
    if (own)
      return own.body === undefined
        ? void response.writeHead(own.status, own.headers).end()
        : json(own.status, own.body);
    if (path === '/v1/terminals/epoch') {
      epoch += 1;
      epochReasons.push((body as { reason: string }).reason);
      return json(200, { epoch });
    }
    if (path === '/v1/terminals/heartbeat') {
      heartbeats.push(body as WireServer['heartbeats'][number]);
      return json(200, { serverTime: new Date(Date.now() + faults.clockOffsetMs).toISOString(), epoch });
    }
    if (path === '/v1/sync/stream') {
      if (faults.noStream) return void response.destroy();
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(': hello\n\n');
      streams.add(response);
      response.on('close', () => streams.delete(response));
      return;
    }
    const underPaying = /^\/v1\/sales\/([^/]+)\/under-paying$/.exec(path);
    if (underPaying) {
      await new Promise((resolve) => setTimeout(resolve, faults.underPayingDelayMs));
      const sale = body as Sale;
      applySale(sale);
      const result = { ...resultOf(sale), version: sequence };
      const isGranted = resultLines(result).every((line) => line.granted >= line.requested);
      return isGranted ? json(200, result) : problem(409, 'notAvailable', { result });
    }
    const sync = /^\/v1\/sync\/(\w+)\/(pull|push)$/.exec(path);
    const collection = sync?.[1] ?? '';
    if (sync?.[2] === 'push') {
      const rows = body as { newDocumentState: Document }[];
      if (rows.some((row) => faults.unreadable.has(String(row.newDocumentState.id)))) {
        return problem(400, 'invalidRequest');
      }
      if (rows.some((row) => faults.stumbles.has(String(row.newDocumentState.id)))) {
        return problem(500, 'internal');
      }
      const answered = push(collection, rows);
      if (faults.losePushAnswers > 0) {
        faults.losePushAnswers -= 1;
        return void response.destroy();
      }
      return json(200, answered);
    }
    if (sync?.[2] === 'pull') {
      const [epoch, after] = (url.searchParams.get('checkpoint') ?? `${serverEpoch}:0`)
        .split(':')
        .map(Number);
      if (epoch !== serverEpoch) return problem(409, 'checkpointExpired');
      const limit = Number(url.searchParams.get('limit'));
      const changed = [...(feed.get(collection)?.values() ?? [])]
        .filter((entry) => entry.sequence > (after ?? 0))
        .sort((a, b) => a.sequence - b.sequence)
        .slice(0, limit);
      return json(200, {
        documents: changed.map((entry) => entry.document),
        checkpoint: checkpointOf(changed.at(-1)?.sequence ?? after ?? 0),
        serverEpoch,
      });
    }
    return problem(404, 'notFound');
  }

  const server = createServer((request, response) => {
    if (faults.down) return void request.socket.destroy();
    answer(request, response).catch((error: unknown) => {
      console.error(error);
      response.writeHead(500).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    faults,
    mend() {
      Object.assign(faults, {
        down: false,
        losePushAnswers: 0,
        revoked: false,
        underPayingDelayMs: 0,
        noStream: false,
        formerUnknown: false,
        terminalId: TERMINAL_ID,
        clockOffsetMs: 0,
      });
      faults.exceptions.clear();
      faults.pushStatus.clear();
      faults.unreadable.clear();
      faults.stumbles.clear();
    },
    requests,
    routes,
    epochReasons,
    enrolments,
    heartbeats,
    pushes,
    sale: (id) => sales.get(id),
    fact: (id) => facts.get(id),
    onHand(sku) {
      const sold = [...sales.values()].filter((sale) => sale.status === 'tendered');
      return (stock.get(sku) ?? 0) - sold.reduce((sum, sale) => sum + saleStockEffect(sale, sku), 0);
    },
    put,
    setOnHand(sku, onHand) {
      stock.set(sku, onHand);
      putLevel(sku);
    },
    emitStale: (collection, document) =>
      emit('changes', { collection, documents: [document], checkpoint: checkpointOf(sequence), serverEpoch }),
    emitResync: () => emit('resync', {}),
    cutStreams() {
      for (const stream of streams) stream.destroy();
    },
    restore(forgotten = []) {
      serverEpoch += 1;
      sales = new Map();
      facts = new Map();
      const before = feed;
      feed = new Map([...before].filter(([collection]) => collection !== 'saleResults'));
      for (const key of forgotten) feed.get('items')?.delete(key);
      for (const [sku] of stock) putLevel(sku);
      for (const stream of streams) stream.destroy();
    },
    async close() {
      for (const stream of streams) stream.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function resultLines(result: Document): { requested: number; granted: number }[] {
  return (result.reservation as { lines: { requested: number; granted: number }[] }).lines;
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return JSON.parse(text);
}
