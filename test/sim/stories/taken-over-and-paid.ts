import { pay } from '../cashier-pays.ts';
import { heal } from '../healing.ts';
import { KIND, type Place, type SeededWorld } from '../seeded-world.ts';

/** Every world ends with it: a parked sale is taken over while its own till, alone, is paid for it. */
export async function takenOverAndPaid(world: SeededWorld): Promise<void> {
  const { clock, network, places } = world;
  const [first, second] = places as [Place, Place];
  const done = () => world.handsFree([first, second]);
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
  pay(first.cashier, 'cash');
  await done();
  await heal(world, 'taken over and paid');
}
