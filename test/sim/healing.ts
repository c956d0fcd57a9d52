import { checkFacts, checkReceipts } from './invariants.ts';
import { FAULTY, KIND, type SeededWorld } from './seeded-world.ts';
import { STORE } from './shop.ts';
import { firstDifference, unsentOf } from './till-views.ts';
import { Violation } from './violation.ts';

/** Everything is well again: what must hold then. */
export async function heal(world: SeededWorld, why: string): Promise<void> {
  const { clock, network, oracle, places } = world;
  world.log(why);
  oracle.count('heals');
  network.faults = KIND;
  if (!world.server) await world.startServer();
  for (const place of places) {
    network.cut(place.machine.link, 'whole');
    if (!place.machine.on) await world.startTill(place);
    await world.until(`${place.machine.name} has started`, () => place.machine.till !== null);
  }
  for (const { machine } of places) {
    // A till that is refused says so within a beat or two.
    const settled = () =>
      ['online', 'revoked', 'unpaired'].includes(machine.till?.connection.getSnapshot().state ?? '');
    await world.until(`${machine.name} reaches the server`, settled);
    await clock.advance(21_000);
    if (machine.till?.connection.getSnapshot().state !== 'online') {
      oracle.count('paired anew');
      if (!(await world.pair(machine)))
        throw new Violation('8 nothing jams', `${machine.name} cannot be paired anew`);
      const [told] = await world.pg.query<{ count: number }>(
        `select count(*) as count from exception_case e join terminal t on t.replaces = e.terminal_id
          where e.kind = 'forgottenTerminal' and t.terminal_id = $1`,
        [machine.till?.identity.getSnapshot()?.terminalId],
      );
      oracle.count('forgotten tills taken back', Number(told?.count ?? 0));
    }
  }
  await world.handsFree();
  await world.until(
    () =>
      `all is sent: ${places
        .map(({ machine }) => unsentOf(machine))
        .filter(Boolean)
        .join('; ')}`,
    () =>
      places.every(({ machine }) => {
        const status = machine.till?.status.getSnapshot();
        return status?.state === 'synced' && status.unsentSales === 0;
      }),
  );
  // The feed tells the rest. A till notices within 40 s that its stream has died without a word.
  let differs: string | null = 'not looked';
  for (let waitedMs = 0; waitedMs <= 60_000 && differs !== null; waitedMs += 2_000) {
    await clock.advance(2_000);
    differs = await firstDifference(world.pg, STORE, world.machines, oracle);
  }
  if (differs !== null) throw new Violation('7 every till agrees', differs);
  world.newest.everybodyAgrees();
  await world.checkNow();
  // A store without a journal is all that there is of what it holds.
  const isExcused = (stored: { till: string; storeLife: number; hadJournal: boolean }) => {
    const place = places.find(({ machine }) => machine.name === stored.till);
    return !stored.hadJournal && place !== undefined && stored.storeLife < place.machine.storeLife;
  };
  await world.pg.alone(async (pg) => {
    await checkReceipts(pg, oracle, isExcused);
    await checkFacts(pg, oracle, isExcused);
  });
  network.faults = FAULTY;
}
