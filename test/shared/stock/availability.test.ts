import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { availability, demandOf } from '../../../shared/stock/availability.ts';
import { saleStockEffect, stockEffect } from '../../../shared/stock/stock-effect.ts';

/**
 * Three tills and one server that exchange sales and stock documents with loss, repetition, reordering and delay.
 * At every moment each till must show exactly: what the server's world without this till held when its stock document
 * was made, less what this till takes by now. The oracle below keeps that world apart and never uses the formula.
 */
type Line = { sku: string; quantity: number; disposition?: 'restock' | 'damaged' };
interface Doc {
  id: string;
  till: number;
  epoch: number;
  revision: number;
  status: 'open' | 'parked' | 'tendered' | 'abandoned';
  period: number;
  lines: Line[];
}
interface Level {
  version: number;
  epoch: number;
  period: number;
  onHand: number;
  soldHere: number;
  reservedElsewhere: number;
  /** Oracle only: the shelf as if this till (in this epoch) had never sold anything of `period` or later. */
  worldWithout: number;
}

const SKUS = ['A', 'B', 'C'] as const;
const TILLS = 3;
const seen = { purges: 0, epochs: 0, returns: 0, expiries: 0, checks: 0 };

class World {
  version = 0;
  received = new Map<string, number>(SKUS.map((sku) => [sku, 20]));
  docs = new Map<string, Doc & { expired: boolean }>();
  periods = Array.from({ length: TILLS }, () => 1);

  shelf(sku: string, counts: (doc: Doc) => boolean): number {
    let onHand = this.received.get(sku) ?? 0;
    for (const doc of this.docs.values())
      if (doc.status === 'tendered' && counts(doc)) onHand -= saleStockEffect(doc as never, sku);
    return onHand;
  }

  reserved(sku: string, counts: (doc: Doc) => boolean): number {
    let held = 0;
    for (const doc of this.docs.values()) {
      if (doc.expired || (doc.status !== 'open' && doc.status !== 'parked') || !counts(doc)) continue;
      held += doc.lines.reduce(
        (sum, line) => (line.sku === sku ? sum + Math.max(0, stockEffect(line, false)) : sum),
        0,
      );
    }
    return held;
  }

  level(till: number, epoch: number, sku: string): Level {
    const period = this.periods[till] ?? 1;
    const own = (doc: Doc) => doc.till === till && doc.epoch === epoch;
    const counted = (doc: Doc) => own(doc) && doc.period >= period;
    const onHand = this.shelf(sku, () => true);
    return {
      version: this.version,
      epoch,
      period,
      onHand,
      soldHere: this.shelf(sku, (doc) => !counted(doc)) - onHand,
      reservedElsewhere: this.reserved(sku, (doc) => !own(doc)),
      worldWithout: this.shelf(sku, (doc) => !counted(doc)) - this.reserved(sku, (doc) => !own(doc)),
    };
  }

  apply(doc: Doc): void {
    const known = this.docs.get(doc.id);
    if (
      known &&
      (known.status === 'tendered' || (doc.status !== 'tendered' && known.revision >= doc.revision))
    )
      return;
    this.version += 1;
    this.docs.set(doc.id, { ...doc, lines: doc.lines.map((line) => ({ ...line })), expired: false });
  }
}

class Till {
  epoch = 1;
  period = 1;
  minted = 0;
  docs = new Map<string, Doc>();
  acknowledged = new Map<string, number>();
  levels = new Map<string, Level>();
  inbox: Array<[string, Level]> = [];
  readonly index: number;
  constructor(index: number, world: World) {
    this.index = index;
    this.pullAll(world);
  }

  pullAll(world: World): void {
    for (const sku of SKUS) this.levels.set(sku, world.level(this.index, this.epoch, sku));
  }

  shown(sku: string): number {
    const level = this.levels.get(sku);
    if (!level) throw new Error('no level');
    return availability(level, demandOf(this.docs.values() as Iterable<never>, sku, level.period));
  }

  /** What this till takes by now, counted line by line without the product's code. */
  taken(sku: string, period: number): number {
    let sum = 0;
    for (const doc of this.docs.values()) {
      for (const line of doc.lines) {
        if (line.sku !== sku || doc.status === 'abandoned') continue;
        if (doc.status !== 'tendered') sum += Math.max(line.quantity, 0);
        else if (doc.period >= period && (line.quantity > 0 || line.disposition !== 'damaged'))
          sum += line.quantity;
      }
    }
    return sum;
  }
}

function run(steps: readonly (readonly [number, number, number])[]): void {
  const world = new World();
  const tills = Array.from({ length: TILLS }, (_, index) => new Till(index, world));
  const wire: Array<{ till: Till; epoch: number; doc: Doc }> = [];
  for (const [act, a, b] of steps) {
    const till = tills[a % TILLS] as Till;
    const sku = SKUS[b % SKUS.length] as string;
    const open = [...till.docs.values()].filter((doc) => doc.status === 'open' || doc.status === 'parked');
    const some = open[b % Math.max(1, open.length)];
    switch (act) {
      case 0:
      case 1:
      case 2: {
        let doc = b % 3 === 0 ? undefined : some;
        if (!doc) {
          till.minted += 1;
          doc = {
            id: `${till.index}.${till.epoch}.${till.minted}`,
            till: till.index,
            epoch: till.epoch,
            revision: 0,
            status: 'open',
            period: till.period,
            lines: [],
          };
          till.docs.set(doc.id, doc);
        }
        const quantity = b % 5 === 4 ? -1 : 1 + (b % 2);
        if (quantity < 0) seen.returns += 1;
        doc.lines.push({
          sku,
          quantity,
          ...(quantity < 0 ? { disposition: b % 2 ? ('damaged' as const) : ('restock' as const) } : {}),
        });
        doc.revision += 1;
        break;
      }
      case 3:
        if (some) {
          some.lines.pop();
          some.status = b % 2 ? 'parked' : 'open';
          some.revision += 1;
        }
        break;
      case 4:
      case 5:
        if (some) {
          some.status = b % 6 === 0 ? 'abandoned' : 'tendered';
          some.period = till.period;
          some.revision += 1;
        }
        break;
      case 6:
      case 7:
      case 8: {
        const unsent = [...till.docs.values()].filter(
          (doc) => (till.acknowledged.get(doc.id) ?? 0) < doc.revision,
        );
        const doc = unsent[b % Math.max(1, unsent.length)];
        if (doc)
          for (let copies = b % 4 === 0 ? 2 : 1; copies > 0; copies -= 1)
            wire.push({
              till,
              epoch: till.epoch,
              doc: { ...doc, lines: doc.lines.map((line) => ({ ...line })) },
            });
        break;
      }
      case 9:
      case 10: {
        const [message] = wire.length ? wire.splice(b % wire.length, 1) : [];
        if (!message) break;
        world.apply(message.doc);
        // One answer in four is lost.
        if (b % 4 && message.till.epoch === message.epoch)
          message.till.acknowledged.set(
            message.doc.id,
            Math.max(message.till.acknowledged.get(message.doc.id) ?? 0, message.doc.revision),
          );
        break;
      }
      case 11:
      case 12:
        till.inbox.push([sku, world.level(till.index, till.epoch, sku)]);
        break;
      case 13:
      case 14: {
        const [message] = till.inbox.length ? till.inbox.splice(b % till.inbox.length, 1) : [];
        const held = message && till.levels.get(message[0]);
        if (message && held && message[1].epoch === till.epoch && message[1].version >= held.version)
          till.levels.set(...message);
        break;
      }
      case 15:
        world.version += 1;
        world.received.set(sku, (world.received.get(sku) ?? 0) + (b % 5) - 1);
        break;
      case 16: {
        const live = [...world.docs.values()].filter((doc) => !doc.expired && doc.status === 'open');
        const doc = live[b % Math.max(1, live.length)];
        if (doc) {
          doc.expired = true;
          world.version += 1;
          seen.expiries += 1;
        }
        break;
      }
      case 17: {
        const all = [...till.docs.values()];
        if (open.length || all.some((doc) => world.docs.get(doc.id)?.revision !== doc.revision)) break;
        till.period += 1;
        world.periods[till.index] = till.period;
        world.version += 1;
        break;
      }
      case 18: {
        // A sale leaves the till when the stock document of each of its SKUs is of a later period.
        for (const doc of [...till.docs.values()]) {
          if (
            doc.status !== 'tendered' ||
            !doc.lines.every((line) => (till.levels.get(line.sku)?.period ?? 0) > doc.period)
          )
            continue;
          till.docs.delete(doc.id);
          seen.purges += 1;
        }
        break;
      }
      default: {
        // The local store was lost: everything known of it is on the server or was never sold.
        if (b % 7 || [...till.docs.values()].some((doc) => world.docs.get(doc.id)?.revision !== doc.revision))
          break;
        till.epoch += 1;
        till.docs.clear();
        till.acknowledged.clear();
        till.inbox = [];
        till.pullAll(world);
        seen.epochs += 1;
      }
    }
    for (const each of tills) {
      for (const [checked, level] of each.levels) {
        seen.checks += 1;
        expect(each.shown(checked)).toBe(level.worldWithout - each.taken(checked, level.period));
      }
    }
  }
}

const steps = fc.array(fc.tuple(fc.nat({ max: 19 }), fc.nat({ max: 1000 }), fc.nat({ max: 1000 })), {
  minLength: 100,
  maxLength: 400,
  size: 'max',
});

describe('what a till shows as available', () => {
  test.prop([steps], { numRuns: 200 })(
    'is exact under every interleaving of sales, pushes, pulls, expiries, periods and epochs',
    run,
  );

  test('and the interleavings were not empty', () => {
    for (const [what, count] of Object.entries(seen)) expect(count, what).toBeGreaterThan(10);
  });

  test('the formula of the design, on its own example', () => {
    const level = { onHand: 7, soldHere: 2, reservedElsewhere: 3 };
    expect(availability(level, 2 + 1)).toBe(3);
  });
});
