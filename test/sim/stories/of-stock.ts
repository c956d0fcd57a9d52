import { pay } from '../cashier-pays.ts';
import { closeShift, takeReturn } from '../rarer-acts.ts';
import { type Cast, figures, fill, handsFree, sell, watch } from './cast.ts';

const SALES = '/v1/sync/sales/push';
const STOCK = '/v1/sync/stockLevels/pull';

/** The shelf is emptied by head office while a customer pays for what was granted to him. */
export async function goodsGoWhilePaid(cast: Cast): Promise<void> {
  const { world, first, sku } = cast;
  await fill(cast, first, 3);
  const { till } = first.machine;
  const id = till ? first.cashier.openSale(till)?.id : undefined;
  pay(first.cashier, 'card');
  const isPaying = async () => {
    const [sale] = await world.pg.query<{ status: string }>('select status from sale where sale_id = $1', [
      id,
    ]);
    return sale?.status === 'underPaying';
  };
  for (let waits = 0; waits < 50 && !(await isPaying()); waits += 1) await world.clock.advance(20);
  const { onHand } = await figures(world, sku);
  if (onHand > 0) await world.adjust(sku, -onHand);
  await handsFree(world);
}

/** Things are brought back, broken and whole, and changed for others; while their sale is open they are not back yet. */
export async function thingsComeBack(cast: Cast): Promise<void> {
  const { world, first } = cast;
  for (const disposition of ['damaged', 'restock'] as const) {
    await sell(cast, first, 1);
    takeReturn(first.cashier, disposition);
    await handsFree(world);
    await watch(world, 300);
    await sell(cast, first, 1);
    await watch(world, 500);
  }
}

/** The Z reaches the server before a sale of its period does. */
export async function shiftClosesFirst(cast: Cast): Promise<void> {
  const { world, first, second, sku } = cast;
  await sell(cast, first, 1);
  await world.clock.advance(1_000);
  first.machine.link.losing = SALES;
  await sell(cast, first, 2);
  closeShift(first.cashier);
  await handsFree(world);
  await watch(world, 3_000);
  second.cashier.scan(sku, 1);
  await watch(world, 2_000);
  first.machine.link.losing = null;
  await watch(world, 2_000);
}

/** A parked sale is taken over while its till is cut off, which learns of it piece by piece, in any order. */
export async function takenOverUnseen(cast: Cast): Promise<void> {
  const { world, first, second } = cast;
  await fill(cast, first, 2);
  const { till } = first.machine;
  const id = till ? first.cashier.openSale(till)?.id : undefined;
  first.cashier.park();
  await handsFree(world);
  await world.clock.advance(1_500);
  world.network.cut(first.machine.link, 'cut');
  world.takeOver(second, id);
  await handsFree(world);
  first.machine.link.slowing = STOCK;
  world.network.cut(first.machine.link, 'whole');
  await watch(world, 12_000);
  first.machine.link.slowing = null;
}
