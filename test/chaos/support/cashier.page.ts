import { uuidV7 } from '../../../shared/core/uuid.ts';
import {
  decideAddLine,
  decideClear,
  decideMove,
  decideQuantity,
  newSale,
} from '../../../shared/sale/cart.ts';
import { holdsMoney } from '../../../shared/sale/moves.ts';
import { isTendered, type OpenSale, type TenderedSale } from '../../../shared/sale/sale.ts';
import { addTender, decideTendered, settlement } from '../../../shared/sale/settlement.ts';
import { openTill } from '../../../src-renderer/sync/open-till.ts';
import type { Till } from '../../../src-renderer/sync/till.ts';

/** A till of the chaos, without its screens: the product's own store and sync, and a cashier who does what the dice say. */

export interface Act {
  readonly sku: string;
  /** 0 to 99: what the cashier does. */
  readonly dice: number;
  readonly quantity: number;
}
/** What a till showed as paid: from then on it is a fact. */
export interface Paid {
  readonly id: string;
  readonly hash: string;
  readonly sequence: number;
}
export interface Done {
  readonly did: string;
  readonly paid?: Paid;
}
/** What a till has stored, for the books of the test. */
export interface Books {
  readonly terminalId: string;
  readonly tendered: readonly TenderedSale[];
  readonly commands: readonly { readonly id: string; readonly sku: string; readonly quantity: number }[];
  /** Grants of the server to this till's sales, as this till has heard of them. */
  readonly granted: Readonly<Record<string, number>>;
  readonly demanded: Readonly<Record<string, number>>;
  readonly attention: readonly unknown[];
  readonly status: { readonly state: string; readonly unsentSales: number };
}

const CASHIER = '01900000-0000-7000-8000-00000000cccc';
let opened: Till | null = null;
/** Every scenario but `open` works on the open till; a page that was loaded again by itself has none yet. */
const till = new Proxy({} as Till, {
  get: (_target, name: keyof Till) => {
    if (!opened) throw new Error('the till is not open');
    return opened[name];
  },
});
const now = () => new Date().toISOString();
const mint = () => uuidV7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));

function identity() {
  const known = till.identity.getSnapshot();
  if (!known) throw new Error('this till is not enrolled');
  return known;
}

async function begin(): Promise<OpenSale> {
  const { terminalId, epoch } = identity();
  const facts = { id: mint(), terminalId, epoch, currency: 'EUR', pricesIncludeTax: true, at: now() };
  return (await till.sales.begin(newSale(facts))) as OpenSale;
}

async function shift(kind: 'opened' | 'closed'): Promise<void> {
  const { terminalId, epoch } = identity();
  const current = till.shifts.current.getSnapshot();
  if ((kind === 'opened') === (current !== null)) return;
  const own = till.sales.recent.getSnapshot().filter((sale) => sale.epoch === epoch);
  const lastSequence = own.reduce((last, sale) => Math.max(last, sale.sequence), 0);
  await till.shifts.append({
    id: mint(),
    shiftId: current?.shiftId ?? mint(),
    terminalId,
    epoch,
    kind,
    at: now(),
    businessDate: now().slice(0, 10),
    cashierId: CASHIER,
    period: current?.period ?? till.shifts.period(),
    ...(kind === 'closed' ? { lastSequence } : {}),
  });
}

/** Pays a cart as the screens do: asks, takes the money durably, commits. A sale with money in it is only committed. */
async function pay(open: OpenSale, byCard: boolean): Promise<Done> {
  let sale = open;
  if (!holdsMoney(sale.tenders)) {
    const under =
      sale.status === 'underPaying'
        ? { ok: true as const, sale }
        : await till.sales.change(sale.id, (present) => decideMove(present, 'underPaying', now()));
    if (!under.ok) return { did: 'nothing' };
    const answer = await till.askUnderPaying(under.sale);
    if (answer.state === 'notAvailable' || answer.state === 'taken') {
      await till.sales.change(sale.id, (present) => decideMove(present, 'open', now()));
      return { did: 'refusedBeforePayment' };
    }
    const tender = {
      id: mint(),
      kind: byCard ? 'card' : 'cash',
      amountMinor: settlement(under.sale).dueMinor,
      state: 'captured' as const,
      at: now(),
    };
    const taken = await till.sales.change(sale.id, (present) =>
      isTendered(present)
        ? { ok: false as const, rejection: null }
        : { ok: true as const, sale: addTender(present, tender) },
    );
    if (!taken.ok) return { did: 'nothing' };
    sale = taken.sale;
  }
  const at = now();
  const decided = decideTendered(sale, {
    at,
    businessDate: at.slice(0, 10),
    cashierId: CASHIER,
    shiftId: till.shifts.current.getSnapshot()?.shiftId ?? CASHIER,
    period: till.shifts.period(),
  });
  if (!decided.ok) throw new Error(decided.rejection.code);
  const { id, hash, sequence } = await till.commit(decided.draft);
  const isReturn = sale.lines.some((line) => line.quantity < 0);
  return { did: isReturn ? 'paidBack' : 'paid', paid: { id, hash, sequence } };
}

/** Takes back one unit of something that this till has sold and that nobody has brought back yet. */
async function takeBack(): Promise<Done> {
  const tendered = till.sales.recent.getSnapshot();
  const returned = new Set(
    tendered.flatMap((sale) => sale.lines.map(({ returnOf }) => JSON.stringify(returnOf ?? null))),
  );
  for (const sale of tendered) {
    const line = sale.lines.find(
      (each) => each.quantity > 0 && !returned.has(JSON.stringify({ saleId: sale.id, lineId: each.lineId })),
    );
    const hit = line && till.catalogue.findBySku(line.sku);
    if (!line || !hit) continue;
    const open = await begin();
    const back = await till.sales.change(open.id, (present) => {
      const wanted = { lineId: mint(), ...hit, quantity: -1, taxRatePpm: line.taxRatePpm ?? 190_000 };
      const added = decideAddLine(present, { ...wanted, unitPriceMinor: line.unitPriceMinor }, now());
      if (!added.ok) return added;
      const lines = added.sale.lines.map((each) => ({
        ...each,
        returnOf: { saleId: sale.id, lineId: line.lineId },
        disposition: 'restock' as const,
      }));
      return { ...added, sale: { ...added.sale, lines } };
    });
    return back.ok ? pay(back.sale, false) : { did: 'nothing' };
  }
  return { did: 'nothing' };
}

async function receive(sku: string, quantity: number): Promise<Done> {
  const { terminalId } = identity();
  const facts = { reason: 'delivery', staffId: CASHIER, at: now() };
  await till.stockCommands.append({ id: mint(), terminalId, kind: 'receipt', sku, quantity, ...facts });
  return { did: 'received' };
}

async function act({ sku, dice, quantity }: Act): Promise<Done> {
  const open = till.sales.open.getSnapshot()[0];
  const parked = till.sales.parked.getSnapshot();
  // What was left under payment by a kill comes first, as at a real till.
  if (open && holdsMoney(open.tenders)) return pay(open, false);
  if (dice < 4) return receive(sku, quantity);
  if (!open) {
    if (parked[0] && (dice > 60 || parked.length > 2)) {
      const { id } = parked[0];
      await till.sales.change(id, (sale) => decideMove(sale, 'open', now()));
      return { did: 'recalled' };
    }
    if (dice > 90) return takeBack();
    if (dice > 83) {
      await shift('closed');
      await shift('opened');
      return { did: 'closedShift' };
    }
    await begin();
    return { did: 'began' };
  }
  if (open.status === 'underPaying') return pay(open, dice % 2 === 0);
  if (dice < 45 || open.lines.length === 0) {
    const hit = till.catalogue.findBySku(sku);
    if (!hit) throw new Error(`no ${sku}`);
    const wanted = { lineId: mint(), ...hit, quantity, taxRatePpm: 190_000 };
    await till.sales.change(open.id, (sale) => decideAddLine(sale, wanted, now()));
    return { did: 'added' };
  }
  const line = open.lines[dice % open.lines.length];
  if (dice < 54 && line) {
    await till.sales.change(open.id, (sale) => decideQuantity(sale, line.lineId, quantity - 1, now()));
    return { did: 'changed' };
  }
  if (dice < 61) {
    await till.sales.change(open.id, (sale) => decideMove(sale, 'parked', now()));
    return { did: 'parked' };
  }
  if (dice < 65) {
    await till.sales.change(open.id, (sale) => decideClear(sale, now()));
    return { did: 'cleared' };
  }
  return pay(open, dice % 2 === 0);
}

const scenarios = {
  /** Opens the till; with a code it is enrolled first and waits until it has everything. */
  async open({ serverUrl, code }: { serverUrl: string; code: string | null }) {
    opened = await openTill({ name: 'chaos' });
    if (code !== null) {
      const outcome = await till.enrol({ serverUrl, code, name: 'Till' });
      if (!outcome.ok) throw new Error(`not enrolled: ${JSON.stringify(outcome.rejection)}`);
    }
    await shift('opened');
  },
  isComplete: () => till.catalogue.progress.getSnapshot().complete && till.stock.complete.getSnapshot(),
  act,
  /** Pieces that are on the shelf, the fewest first. */
  shelf() {
    const found: { sku: string; onHand: number }[] = [];
    for (const item of till.catalogue.allItems()) {
      if (item.openPrice || item.tracksStock === false) continue;
      for (const { sku, unit } of item.variants) {
        const { onHand } = till.stock.view(sku);
        if (unit.scale === 0 && onHand > 0) found.push({ sku, onHand });
      }
    }
    return found.sort((a, b) => a.onHand - b.onHand || a.sku.localeCompare(b.sku));
  },
  retryNow: () => till.retryNow(),
  status: () => till.status.getSnapshot(),
  available: (skus: string[]) => skus.map((sku) => till.stock.view(sku).available),
  books({ skus }: { skus: string[] }): Books {
    const all = till.sales.allIds().flatMap((id) => till.sales.get(id) ?? []);
    const granted: Record<string, number> = {};
    for (const sale of all) {
      const result = till.saleResults.get(sale.id);
      if (result?.reservation.state !== 'live') continue;
      for (const line of result.reservation.lines) {
        granted[line.sku] = (granted[line.sku] ?? 0) + line.granted;
      }
    }
    const demandOf = (sku: string) =>
      all
        .filter((sale) => !isTendered(sale) && sale.status !== 'abandoned')
        .flatMap((sale) => sale.lines)
        .filter((line) => line.sku === sku && line.quantity > 0)
        .reduce((sum, line) => sum + line.quantity, 0);
    return {
      terminalId: identity().terminalId,
      tendered: all.filter(isTendered),
      commands: till.stockCommands.all.getSnapshot().map(({ id, sku, quantity }) => ({ id, sku, quantity })),
      granted,
      demanded: Object.fromEntries(skus.map((sku) => [sku, demandOf(sku)])),
      attention: till.attention.entries.getSnapshot(),
      status: till.status.getSnapshot(),
    };
  },
  /** Ends every cart: what holds money is paid, the rest is given up. */
  async finish() {
    const paid: Paid[] = [];
    for (const sale of [...till.sales.open.getSnapshot(), ...till.sales.parked.getSnapshot()]) {
      if (holdsMoney(sale.tenders)) {
        const done = await pay(sale, false);
        if (done.paid) paid.push(done.paid);
        continue;
      }
      if (sale.status === 'underPaying') {
        await till.sales.change(sale.id, (present) => decideMove(present, 'open', now()));
      }
      await till.sales.change(sale.id, (present) => decideMove(present, 'abandoned', now()));
    }
    return paid;
  },
};

Object.assign(globalThis, { scenarios });
