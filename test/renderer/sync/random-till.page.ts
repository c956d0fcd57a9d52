import {
  decideAddLine,
  decideClear,
  decideMove,
  decideQuantity,
  newSale,
} from '../../../shared/sale/cart.ts';
import { isTendered, type OpenSale } from '../../../shared/sale/sale.ts';
import { addTender, decideTendered, settlement } from '../../../shared/sale/settlement.ts';
import { openTill } from '../../../src-renderer/sync/open-till.ts';
import type { Till } from '../../../src-renderer/sync/till.ts';
import { unsentNow } from './unsent-now.ts';

/** Tills that do what comes to their mind, for a test that looks at what they agree on in the end. */
const tills = new Map<string, { till: Till; cut: boolean }>();
const CASHIER = '01900000-0000-7000-8000-00000000cccc';
const now = () => new Date().toISOString();

const tillOf = (name: string): { till: Till; cut: boolean } => {
  const found = tills.get(name);
  if (!found) throw new Error(`no till ${name}`);
  return found;
};

const scenarios = {
  async open({ name }: { name: string }) {
    const entry: { till: Till; cut: boolean } = { till: undefined as unknown as Till, cut: false };
    // The network of one till, which the test may cut: requests fail as they do without a cable.
    const fetchUnlessCut: typeof fetch = (input, init) =>
      entry.cut ? Promise.reject(new TypeError('no network')) : fetch(input, init);
    entry.till = await openTill({ name, fetch: fetchUnlessCut });
    tills.set(name, entry);
  },
  enrol: ({ name, serverUrl, code }: { name: string; serverUrl: string; code: string }) =>
    tillOf(name).till.enrol({ serverUrl, code, name }),
  cut({ name, cut }: { name: string; cut: boolean }) {
    const entry = tillOf(name);
    entry.cut = cut;
    entry.till.retryNow();
  },
  state({ name }: { name: string }) {
    const { till } = tillOf(name);
    return {
      status: till.status.getSnapshot(),
      unsentNow: unsentNow(till),
      complete: till.catalogue.progress.getSnapshot().complete && till.stock.complete.getSnapshot(),
      attention: till.attention.entries.getSnapshot(),
    };
  },
  available: ({ name, skus }: { name: string; skus: string[] }) =>
    skus.map((sku) => tillOf(name).till.stock.view(sku).available),
  /** SKUs that count in whole pieces and have stock. */
  someSkus({ name, most }: { name: string; most: number }) {
    const { till } = tillOf(name);
    const skus: string[] = [];
    for (const item of till.catalogue.allItems()) {
      for (const variant of item.variants) {
        if (
          skus.length < most &&
          variant.unit.scale === 0 &&
          !item.openPrice &&
          till.stock.view(variant.sku).onHand > 0
        ) {
          skus.push(variant.sku);
        }
      }
    }
    return skus;
  },
  /** One act of a cashier, chosen by numbers of the test. */
  async act({ name, sku, dice, quantity }: { name: string; sku: string; dice: number; quantity: number }) {
    const { till } = tillOf(name);
    const open = till.sales.open.getSnapshot()[0];
    const parked = till.sales.parked.getSnapshot()[0];
    if (!open) {
      if (parked && dice > 6) {
        await till.sales.change(parked.id, (sale) => decideMove(sale, 'open', now()));
        return 'recall';
      }
      const { terminalId, epoch } = till.identity.getSnapshot() ?? { terminalId: CASHIER, epoch: 1 };
      const sale = newSale({
        id: crypto.randomUUID(),
        terminalId,
        epoch,
        currency: 'EUR',
        pricesIncludeTax: true,
        at: now(),
      });
      await till.sales.begin(sale);
      return 'begin';
    }
    if (dice <= 5) {
      const hit = till.catalogue.findBySku(sku);
      if (!hit) throw new Error(`no ${sku}`);
      const wanted = { lineId: crypto.randomUUID(), ...hit, quantity, taxRatePpm: 190_000 };
      await till.sales.change(open.id, (sale) => decideAddLine(sale, wanted, now()));
      return 'add';
    }
    const line = open.lines[0];
    if (dice === 6 && line) {
      await till.sales.change(open.id, (sale) => decideQuantity(sale, line.lineId, quantity - 1, now()));
      return 'quantity';
    }
    if (dice === 7) {
      await till.sales.change(open.id, (sale) => decideMove(sale, 'parked', now()));
      return 'park';
    }
    if (dice === 8) {
      await till.sales.change(open.id, (sale) => decideClear(sale, now()));
      return 'clear';
    }
    return (await scenarios.pay(till, open)) ? 'pay' : 'nothing';
  },
  async pay(till: Till, open: OpenSale) {
    const { dueMinor } = settlement(open);
    if (open.lines.length === 0 || dueMinor === 0) return false;
    const under = await till.sales.change(open.id, (sale) => decideMove(sale, 'underPaying', now()));
    if (!under.ok) return false;
    const answer = await till.askUnderPaying(under.sale);
    if (answer.state === 'notAvailable' || answer.state === 'taken') {
      await till.sales.change(open.id, (sale) => decideMove(sale, 'open', now()));
      return false;
    }
    const tender = {
      id: crypto.randomUUID(),
      kind: 'cash',
      amountMinor: dueMinor,
      state: 'captured' as const,
    };
    const paid = await till.sales.change(open.id, (sale) =>
      isTendered(sale) ? { ok: false, rejection: null } : { ok: true, sale: addTender(sale, tender) },
    );
    if (!paid.ok) return false;
    const at = now();
    const facts = {
      at,
      businessDate: at.slice(0, 10),
      cashierId: CASHIER,
      shiftId: CASHIER,
      period: till.shifts.period(),
    };
    const decided = decideTendered(paid.sale, facts);
    if (!decided.ok) throw new Error(decided.rejection.code);
    await till.commit(decided.draft);
    return true;
  },
  async abandonAll({ name }: { name: string }) {
    const { till } = tillOf(name);
    for (const sale of [...till.sales.open.getSnapshot(), ...till.sales.parked.getSnapshot()]) {
      await till.sales.change(sale.id, (present) => decideMove(present, 'abandoned', now()));
    }
  },
  taken({ name }: { name: string }) {
    const { till } = tillOf(name);
    return till.sales.recent
      .getSnapshot()
      .flatMap((sale) => sale.lines.map(({ sku, quantity }) => ({ sku, quantity })));
  },
};

Object.assign(globalThis, { scenarios });
