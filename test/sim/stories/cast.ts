import { pay } from '../cashier-pays.ts';
import { KIND, type Place, type SeededWorld } from '../seeded-world.ts';

const LOOK_EVERY_MS = 40;

/** Two tills that reach the server, nothing in anybody's hands, and a thing of which there is enough for both. */
export interface Cast {
  readonly world: SeededWorld;
  readonly first: Place;
  readonly second: Place;
  readonly sku: string;
}

/** Null where too few hands are free: somebody was stopped in the middle of a payment. */
export async function gather(world: SeededWorld): Promise<Cast | null> {
  const { network, places, script } = world;
  network.faults = KIND;
  for (const { cashier } of places) cashier.park();
  await handsFree(world);
  for (const { cashier } of places) cashier.abandonOpen();
  await handsFree(world);
  const free = places.filter(({ machine, cashier }) => machine.till && !cashier.openSale(machine.till));
  const first = free.splice(script.between(0, free.length - 1), 1)[0];
  const second = free[0];
  if (!first || !second) return null;
  const sku = script.pick(world.skus);
  const { available } = await figures(world, sku);
  if (available < 6) await world.adjust(sku, 8 - available);
  await world.clock.advance(1_500);
  return { world, first, second, sku };
}

export function handsFree(world: SeededWorld): Promise<void> {
  return world.handsFree();
}

/** What the server has of a SKU now. */
export async function figures(
  { pg }: SeededWorld,
  sku: string,
): Promise<{ onHand: number; available: number }> {
  const [row] = await pg.query<{ onHand: number; available: number }>(
    'select on_hand as "onHand", on_hand - reserved as available from stock where sku = $1',
    [sku],
  );
  if (!row) throw new Error(`there is no stock of ${sku}`);
  return row;
}

/** Lets time pass and looks all the while, because what is wrong may be so for a moment only. */
export async function watch(world: SeededWorld, durationMs: number): Promise<void> {
  for (let passedMs = 0; passedMs < durationMs; passedMs += LOOK_EVERY_MS) {
    await world.clock.advance(LOOK_EVERY_MS);
    await world.checkNow();
  }
}

/** Some of it is scanned and reserved. */
export async function fill({ world, sku }: Cast, { cashier }: Place, quantity: number): Promise<void> {
  cashier.scan(sku, quantity);
  await handsFree(world);
  await world.clock.advance(1_500);
}

export async function sell(cast: Cast, place: Place, quantity: number): Promise<void> {
  await fill(cast, place, quantity);
  pay(place.cashier, 'cash');
  await handsFree(cast.world);
}
