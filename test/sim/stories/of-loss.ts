import { pay } from '../cashier-pays.ts';
import { heal } from '../healing.ts';
import { revoke } from '../random-step.ts';
import { stockCommand } from '../rarer-acts.ts';
import type { Place, SeededWorld } from '../seeded-world.ts';
import { Violation } from '../violation.ts';
import { type Cast, fill, handsFree, sell, watch } from './cast.ts';

const STOCK = '/v1/sync/stockLevels/pull';

const epochOf = ({ machine }: Place) => machine.till?.identity.getSnapshot()?.epoch;

async function startAgain(world: SeededWorld, place: Place): Promise<void> {
  await world.startTill(place);
  await world.until(`${place.machine.name} has started`, () => place.machine.till !== null);
}

/** A till's store is gone, with a parked sale that the server holds things for, and a paid one of which it has not heard. */
export async function storeIsLost(cast: Cast): Promise<void> {
  const { world, sku } = cast;
  const place = [cast.first, cast.second].find(({ machine }) => machine.hasJournal);
  if (!place) return;
  await fill(cast, place, 2);
  place.cashier.park();
  await handsFree(world);
  await world.clock.advance(1_500);
  world.network.cut(place.machine.link, 'cut');
  place.cashier.scan(sku, 1);
  await handsFree(world);
  pay(place.cashier, 'cash');
  await handsFree(world);
  place.machine.kill();
  place.machine.loseStore();
  place.cashier.acknowledged.clear();
  place.snapshot = null;
  world.network.cut(place.machine.link, 'whole');
  await startAgain(world, place);
  await watch(world, 8_000);
}

/** Somebody puts an older copy of a profile in place, of a till that has no journal to mend it. */
export async function olderProfileComesBack(cast: Cast): Promise<void> {
  const { world, first, second } = cast;
  const place = [first, second].find(({ machine }) => !machine.hasJournal) ?? first;
  const snapshot = place.machine.snapshotStore();
  await sell(cast, place, 1);
  // The server has to hear of it, and to be sure that no older beat is on its way.
  await world.clock.advance(35_000);
  place.machine.kill();
  await place.machine.rollBack(snapshot);
  place.cashier.acknowledged.clear();
  await startAgain(world, place);
  await heal(world, 'an older profile came back');
  // Each begins the chain anew and makes the till pull all its stock again.
  const epoch = epochOf(place);
  await world.clock.advance(45_000);
  if (epochOf(place) !== epoch)
    throw new Violation(
      'no epoch without a reason',
      `${place.machine.name} went from epoch ${epoch} to ${epochOf(place)}`,
    );
}

/** The server goes back to an older state, in which it lacks what tills have done since. */
export async function serverGoesBack(cast: Cast): Promise<void> {
  const { world, first, second, sku } = cast;
  const backup = await world.pg.backup();
  await sell(cast, first, 1);
  await fill(cast, second, 2);
  second.cashier.park();
  stockCommand(first.cashier, 'receipt', sku, 3);
  await handsFree(world);
  await world.clock.advance(2_000);
  world.killServer();
  const tills = new Map([first, second].map((place) => [place.machine.link, place]));
  const owed = new Set([...world.oracle.printed].map(([id]) => id));
  await world.restoreBackup(backup, world.script.chance(0.5));
  world.network.onArrival = (link, path) => {
    const till = tills.get(link)?.machine;
    if (!till || !path.startsWith(STOCK) || path.includes('checkpoint=')) return;
    void world.pg
      .query<{ id: string }>("select sale_id::text as id from sale where status = 'tendered'")
      .then((rows) => {
        const there = new Set(rows.map(({ id }) => id));
        for (const id of owed)
          if (world.oracle.printed.get(id)?.till === till.name && till.till?.sales.get(id) && !there.has(id))
            world.violation ??= new Violation(
              'facts go before stock',
              `${till.name} asks for stock, and the server lacks its sale ${id}`,
            );
      });
  };
  await world.startServer();
  await heal(world, 'the server went back');
  world.network.onArrival = () => {};
}

/** A till that sold alone comes back to a server that does not let it in any more, and is paired anew. */
export async function accessIsWithdrawn(cast: Cast): Promise<void> {
  const { world, first } = cast;
  world.network.cut(first.machine.link, 'cut');
  await sell(cast, first, 1);
  await revoke(world, first.machine);
  await heal(world, 'access was withdrawn');
}

/** A till's clock is set back, and what it sells then looks older than what it has sent. */
export async function clockIsSetBack(cast: Cast): Promise<void> {
  const { world, first } = cast;
  world.network.cut(first.machine.link, 'cut');
  first.machine.kill();
  first.machine.skewMs = -3_600_000;
  await startAgain(world, first);
  await sell(cast, first, 1);
  first.machine.kill();
  await startAgain(world, first);
  await heal(world, 'a clock was set back');
}

/** What is asked for comes late, while the stream breaks and begins again and everything changes. */
export async function messagesOvertake(cast: Cast): Promise<void> {
  const { world, first, second, sku } = cast;
  const links = [first.machine.link, second.machine.link];
  for (const link of links) link.slowing = STOCK;
  for (let round = 0; round < 5; round += 1) {
    await world.adjust(sku, 2);
    for (const link of links) world.network.cut(link, 'cut');
    await world.adjust(sku, -1);
    for (const link of links) world.network.cut(link, 'whole');
    await watch(world, 400);
    await world.adjust(sku, -1);
    await watch(world, world.script.between(400, 2_000));
  }
  for (const link of links) link.slowing = null;
  await watch(world, 2_000);
}
