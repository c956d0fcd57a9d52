import { revokeTerminal } from '../../src-server/database/terminal-queries.ts';
import { pay } from './cashier-pays.ts';
import { closeShift, stockCommand, takeReturn, writeNonsense } from './rarer-acts.ts';
import type { Place, SeededWorld } from './seeded-world.ts';
import { STORE } from './shop.ts';
import type { SimTill } from './till/sim-till.ts';

/** One thing happens somewhere, and some time passes. */
export async function takeRandomStep(world: SeededWorld): Promise<void> {
  const { script } = world;
  const place = script.pick(world.places);
  const kind = script.weighted({
    act: 70,
    network: 5,
    till: 5,
    server: 3,
    office: 4,
    wait: 10,
    snapshot: 3,
  });
  if (kind === 'act') act(world, place);
  else if (kind === 'network') changeNetwork(world, place);
  else if (kind === 'till') await changeTill(world, place);
  else if (kind === 'server') await changeServer(world);
  else if (kind === 'office') await adjustSomething(world);
  else if (kind === 'snapshot') await takeSnapshot(world, place);
  const waitMs =
    kind === 'wait' ? script.pick([500, 3_000, 12_000, 45_000]) : script.pick([0, 1, 3, 10, 40, 150, 600]);
  if (kind === 'wait') world.log(`wait ${waitMs} ms`);
  await world.clock.advance(waitMs);
}

function act(world: SeededWorld, place: Place): void {
  const { script } = world;
  const { machine, cashier } = place;
  if (!machine.on || !cashier.free) return;
  const sku = script.pick(world.skus);
  const kind = script.weighted({
    scan: 40,
    quantity: 7,
    clear: 3,
    park: 6,
    recall: 6,
    abandon: 3,
    pay: 22,
    takeReturn: 4,
    receipt: 1,
    adjustment: 2,
    count: 2,
    nonsense: 1,
    closeShift: 3,
    takeOver: 5,
  });
  const quantity = script.between(1, 4);
  const how = script.pick([
    'cash',
    'cash',
    'cash',
    'card',
    'declined',
    'changes mind',
    'take what is left',
  ] as const);
  const signed = script.pick([-3, -1, 2, 5]);
  world.log(`${machine.name} ${kind} ${sku} ${quantity} ${how}`);
  const acts: Readonly<Record<typeof kind, () => void>> = {
    scan: () => cashier.scan(sku, quantity),
    quantity: () => cashier.changeQuantity(quantity - 1),
    clear: () => cashier.clear(),
    park: () => cashier.park(),
    recall: () => cashier.recall(),
    abandon: () => cashier.abandon(),
    pay: () => pay(cashier, how),
    takeReturn: () => takeReturn(cashier),
    receipt: () => stockCommand(cashier, 'receipt', sku, quantity),
    adjustment: () => stockCommand(cashier, 'adjustment', sku, signed),
    count: () => stockCommand(cashier, 'count', sku, script.between(0, 9)),
    nonsense: () => writeNonsense(cashier),
    closeShift: () => closeShift(cashier),
    takeOver: () => world.takeOver(place),
  };
  acts[kind]();
}

function changeNetwork(world: SeededWorld, { machine }: Place): void {
  const { network, oracle, script } = world;
  const next = script.pick(['whole', 'whole', 'cut', 'silent'] as const);
  world.log(`${machine.name}: the line is ${next}`);
  if (next !== 'whole') oracle.count(`line ${next}`);
  network.cut(machine.link, next);
}

async function changeTill(world: SeededWorld, place: Place): Promise<void> {
  const { script } = world;
  const { machine } = place;
  if (!machine.on) return world.startTill(place);
  const what = script.weighted({
    kill: 5,
    power: 3,
    skew: 2,
    rollBack: place.snapshot ? 2 : 0,
    loseStore: 1,
    revoke: 1,
  });
  world.log(`${machine.name}: ${what}`);
  world.oracle.count(`till ${what}`);
  switch (what) {
    case 'kill':
      machine.kill();
      break;
    case 'power':
      machine.cutPower();
      break;
    case 'skew':
      machine.skewMs = script.pick([0, 0, -3_600_000, 90_000, 7_200_000, -86_400_000]);
      machine.kill();
      break;
    case 'revoke':
      return revoke(world, machine);
    case 'loseStore':
      if (machine.hasJournal && script.chance(0.5)) machine.cutPower();
      else machine.kill();
      machine.loseStore();
      place.cashier.acknowledged.clear();
      place.snapshot = null;
      break;
    case 'rollBack':
      machine.kill();
      if (place.snapshot) await machine.rollBack(place.snapshot);
      place.cashier.acknowledged.clear();
      break;
  }
  if (script.chance(0.6)) await world.startTill(place);
}

/** Head office takes a till's token away; some day it is paired anew. */
export async function revoke({ pg, clock, server }: SeededWorld, machine: SimTill): Promise<void> {
  const terminalId = machine.till?.identity.getSnapshot()?.terminalId;
  if (!terminalId || !server) return;
  const now = new Date(clock.nowMs);
  await pg.alone((alone) => revokeTerminal(alone, STORE, terminalId, now));
}

async function takeSnapshot(world: SeededWorld, place: Place): Promise<void> {
  if (world.script.chance(0.5)) {
    place.snapshot = place.machine.snapshotStore();
    world.log(`${place.machine.name}: its profile is copied`);
  } else {
    world.backup = await world.pg.backup();
    world.log('the database is backed up');
  }
}

async function changeServer(world: SeededWorld): Promise<void> {
  const { script } = world;
  if (world.server) {
    world.oracle.count('server kills');
    world.log('the server is killed');
    world.killServer();
    if (script.chance(0.5)) await world.clock.advance(script.pick([0, 20, 500, 5_000]));
  }
  if (world.backup && script.chance(0.25)) await world.restoreBackup(world.backup);
  if (script.chance(0.8)) {
    await world.startServer();
    world.log('the server starts');
  }
}

async function adjustSomething(world: SeededWorld): Promise<void> {
  if (!world.server) return;
  const sku = world.script.pick(world.skus);
  await world.adjust(sku, world.script.pick([-4, -2, 1, 3, 6]));
  world.log(`head office adjusts ${sku}`);
}
