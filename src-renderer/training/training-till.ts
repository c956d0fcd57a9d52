import type { OfficeRequest } from '../../shared/office/office-request.ts';
import { returnedOf } from '../../shared/sale/returns.ts';
import { isTendered, type Sale, type TenderedDraft } from '../../shared/sale/sale.ts';
import type { StockCommand } from '../../shared/stock/stock-command.ts';
import type { KeptRows } from '../database/authored-rows.ts';
import { createFactRepository } from '../database/fact-repository.ts';
import { createValue } from '../database/readable.ts';
import { createSaleRepository } from '../database/sale-repository.ts';
import { createSaleResultRepository } from '../database/sale-result-repository.ts';
import { createShiftRepository } from '../database/shift-repository.ts';
import { createStockRepository } from '../database/stock-repository.ts';
import { newId } from '../runtime/new-id.ts';
import { commitWithoutJournal } from '../sync/local-chain.ts';
import type { LookUps } from '../sync/look-ups.ts';
import type { Till } from '../sync/till.ts';
import type { TillPins } from '../sync/till-pins.ts';
import { levelAfter, levelAtFirst, resultOf } from './training-office.ts';

/**
 * What a training is given of the real till: what it reads, and nothing that writes. One thing counts all the same: a try
 * at a PIN, because a till where PINs could be tried for nothing would give them away.
 */
export interface RealReads
  extends Pick<
    Till,
    | 'catalogue'
    | 'customers'
    | 'staff'
    | 'settings'
    | 'identity'
    | 'connection'
    | 'status'
    | 'outbox'
    | 'collections'
    | 'reports'
    | 'clock'
    | 'commitsTo'
  > {
  readonly stock: Pick<Till['stock'], 'view' | 'complete'>;
  readonly attention: Pick<Till['attention'], 'entries'>;
  readonly pins: Pick<TillPins, 'tries' | 'check'>;
  readonly lookUps: Pick<LookUps, 'stockOf'>;
  /** For what must be told at once, whatever is on the screen. */
  readonly sales: Pick<Till['sales'], 'get'>;
  readonly saleResults: Pick<Till['saleResults'], 'exceptions'>;
}

/** Those of a till, and no way from them to anything else of it. */
export function readsOf(till: Till): RealReads {
  const { catalogue, customers, staff, settings, identity, connection, status, outbox, collections } = till;
  const { stock, pins, lookUps, sales } = till;
  return {
    ...{ catalogue, customers, staff, settings, identity, connection, status, outbox, collections },
    reports: till.reports,
    commitsTo: till.commitsTo,
    clock: {
      bestNow: () => till.clock.bestNow(),
      offsetMs: till.clock.offsetMs,
      lastContactAt: till.clock.lastContactAt,
    },
    stock: { view: (sku) => stock.view(sku), complete: stock.complete },
    attention: { entries: till.attention.entries },
    pins: { tries: pins.tries, check: (staffId, pin) => pins.check(staffId, pin) },
    lookUps: { stockOf: (sku) => lookUps.stockOf(sku) },
    sales: { get: (saleId) => sales.get(saleId) },
    saleResults: { exceptions: till.saleResults.exceptions },
  };
}

/** The repositories keep in their own memory what the screens need. Nothing keeps more. */
const nowhere = <D>(): KeptRows<D> => ({ load: async () => {}, put: async () => {}, putAll: async () => {} });

const EPOCH = 1;

/**
 * A till of its own on memory alone, beside the real one: an empty day with the shop's articles, people, settings and stock
 * as it stands. It is a terminal that no server knows, so even what would escape it could not be taken for the till's.
 * After `close` nothing of it answers any more: what was under way never comes back to a screen of the real till.
 */
export function createTrainingTill(real: RealReads): Till {
  let isOver = false;
  const never = new Promise<never>(() => {});
  async function alive<T>(work: Promise<T>): Promise<T> {
    try {
      const value = await work;
      if (!isOver) return value;
    } catch (error) {
      if (!isOver) throw error;
    }
    return never;
  }

  const found = real.identity.getSnapshot();
  const identity = found && { ...found, terminalId: newId(), epoch: EPOCH, serverEpoch: EPOCH };
  const sales = createSaleRepository(nowhere());
  const saleResults = createSaleResultRepository();
  const stock = createStockRepository(sales, saleResults);
  const shifts = createShiftRepository(nowhere());
  const stockCommands = createFactRepository<StockCommand>(nowhere());
  const officeRequests = createFactRepository<OfficeRequest>(nowhere());
  const known = new Set<string>();
  let answers = 0;
  let commits: Promise<unknown> = Promise.resolve();
  if (identity) stock.setTerminal(identity.terminalId);

  /** A SKU's stock is that of the real till at the first look; from then on it is the training's own. */
  function look(sku: string): void {
    if (known.has(sku)) return;
    known.add(sku);
    const level = levelAtFirst(real.stock.view(sku), EPOCH);
    if (level) stock.apply([{ serverEpoch: EPOCH, document: level }]);
  }

  function answer(sale: Sale) {
    for (const { sku } of sale.lines) look(sku);
    answers += 1;
    const result = resultOf(
      sale,
      (sku) => stock.view(sku).available,
      answers,
      real.clock.bestNow().toISOString(),
    );
    saleResults.apply([{ serverEpoch: EPOCH, document: result }]);
    return result;
  }
  sales.subscribeShown((saleId) => {
    const sale = sales.get(saleId);
    if (sale) answer(sale);
  });

  const tendered = () => [...sales.all()].filter(isTendered);
  const refused = { ok: false, rejection: { code: 'alreadyPaired', detail: '' } } as const;

  return {
    catalogue: real.catalogue,
    customers: real.customers,
    staff: real.staff,
    settings: real.settings,
    connection: real.connection,
    status: real.status,
    outbox: real.outbox,
    collections: real.collections,
    reports: real.reports,
    clock: real.clock,
    commitsTo: real.commitsTo,
    identity: createValue(identity),
    former: createValue(null),
    stock: {
      view(sku) {
        look(sku);
        return stock.view(sku);
      },
      watch(sku) {
        look(sku);
        return stock.watch(sku);
      },
      complete: real.stock.complete,
    },
    sales: {
      ...sales,
      begin: (sale) => alive(sales.begin(sale)),
      change: (saleId, decide) => alive(sales.change(saleId, decide)),
      commitTendered: (sale, how) => alive(sales.commitTendered(sale, how)),
    },
    saleResults,
    shifts: { ...shifts, append: (event) => alive(shifts.append(event)) },
    stockCommands: {
      all: stockCommands.all,
      append: (command) =>
        alive(
          stockCommands.append(command).then(() => {
            look(command.sku);
            const level = levelAfter(command, stock.level(command.sku), tendered(), EPOCH);
            stock.apply([{ serverEpoch: EPOCH, document: level }]);
          }),
        ),
    },
    officeRequests: {
      all: officeRequests.all,
      append: (request) => alive(officeRequests.append(request)),
    },
    attention: { entries: real.attention.entries, dismiss: async () => {} },
    pins: {
      tries: real.pins.tries,
      check: (staffId, pin) => alive(real.pins.check(staffId, pin)),
      lift: async () => {},
      set: async () => ({ ok: false, code: 'notAllowed' }),
      close: () => {},
    },
    unsentIds: () => [],
    dismissReport: async () => {},
    enrol: async () => refused,
    changeServer: async () => ({ ok: false, rejection: { code: 'notPaired', detail: '' } }),
    async askUnderPaying(sale) {
      if (real.connection.getSnapshot().state !== 'online') return { state: 'notAsked' };
      const result = answer(sale);
      const isGranted = result.reservation.lines.every((line) => line.granted >= line.requested);
      return alive(Promise.resolve({ state: isGranted ? 'granted' : 'notAvailable', result }));
    },
    lookUps: {
      // What was sold in earnest is not known here, and what is sold here nowhere else.
      async sale(saleId) {
        const sale = sales.get(saleId);
        if (!sale || !isTendered(sale)) return { state: 'unknown' };
        return {
          state: 'found',
          value: { sale, returned: returnedOf(sale, tendered()), returns: [], chain: [] },
        };
      },
      receiptsNumbered: async () => ({ state: 'found', value: [] }),
      parkedElsewhere: async () => ({ state: 'found', value: [] }),
      stockOf: (sku) => alive(real.lookUps.stockOf(sku)),
      handOver: async () => ({ state: 'unreachable' }),
    },
    commit(draft: TenderedDraft) {
      const commit = commits.then(() => commitWithoutJournal(sales, draft));
      commits = commit.catch(() => undefined);
      return alive(commit);
    },
    retryNow: () => {},
    sendAgain: async () => {},
    exportUnsent: () => ({ fileName: 'training.json', text: '[]' }),
    exportKept: () => null,
    async close() {
      isOver = true;
    },
  };
}
