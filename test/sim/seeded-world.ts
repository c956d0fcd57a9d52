import { createHash } from 'node:crypto';
import type { Database, Queryable, Statement } from '../../src-server/database/database.ts';
import { makePairingCode } from '../../src-server/terminals/terminals.ts';
import { Cashier } from './cashier.ts';
import { checkServer } from './invariants.ts';
import { NewestSeen } from './newest-seen.ts';
import { Oracle } from './oracle.ts';
import { takeOver } from './rarer-acts.ts';
import type { Backup, PgliteServer } from './server/pglite-database.ts';
import { type RunningServer, startSimServer } from './server/sim-server.ts';
import { adjustment, openShop, STORE } from './shop.ts';
import type { Realm } from './till/realm.ts';
import { SimTill, type StoreSnapshot } from './till/sim-till.ts';
import { checkView, unsentOf } from './till-views.ts';
import { Violation } from './violation.ts';
import { seedChance } from './world/install-chance.ts';
import { Network, type NetworkFaults } from './world/network.ts';
import { Random } from './world/random.ts';
import type { VirtualClock } from './world/virtual-time.ts';

const START_MS = Date.UTC(2026, 10, 22, 10);
const SERVER_URL = 'http://server';

export const FAULTY: NetworkFaults = { loseRequest: 0.04, loseAnswer: 0.05, duplicate: 0.06, slow: 0.05 };
export const KIND: NetworkFaults = { loseRequest: 0, loseAnswer: 0, duplicate: 0, slow: 0 };

export interface SimulationOptions {
  readonly seed: number;
  readonly steps: number;
  readonly verbose?: boolean;
  /** The one story that it ends with, in place of some. */
  readonly story?: string;
  /** Shows every message. */
  readonly wire?: boolean;
}

/** A counter: the machine on it, who stands behind it, and an older copy of the machine's profile. */
export interface Place {
  readonly machine: SimTill;
  readonly cashier: Cashier;
  snapshot: StoreSnapshot | null;
}

/** A shop, its tills, its server and all that is between them, as one seed wants it. What happens there is others' affair. */
export class SeededWorld {
  readonly pg: PgliteServer;
  readonly clock: VirtualClock;
  readonly script: Random;
  readonly network: Network;
  readonly oracle = new Oracle(() => this.clock.nowMs);
  readonly newest = new NewestSeen();
  readonly places: Place[] = [];
  readonly skus: readonly string[];
  readonly faults: string[] = [];
  server: RunningServer | null = null;
  backup: Backup | null = null;
  step = 0;
  violation: Violation | null = null;
  readonly #options: SimulationOptions;
  readonly #realms: readonly Realm[];
  readonly #chance: Random;
  readonly #trace = createHash('sha256');
  #serverUpSinceMs = 0;
  #serverLives = 0;
  #serverEpoch = 1;
  #checkedWrites = -1;

  constructor(pg: PgliteServer, clock: VirtualClock, realms: readonly Realm[], options: SimulationOptions) {
    this.pg = pg;
    this.#realms = realms;
    this.clock = clock;
    this.#options = options;
    const root = new Random(options.seed * 2_654_435_761);
    this.script = root.fork();
    this.#chance = root.fork();
    seedChance(Math.floor(root.next() * 2 ** 31));
    clock.reset(START_MS);
    this.network = new Network(clock, root.fork(), FAULTY);
    if (options.wire) this.network.onMessage = (line) => this.log(`    ${line}`);
    this.skus = Array.from({ length: this.script.between(2, 5) }, (_, index) => `S${index + 1}`);
  }

  log(line: string): void {
    this.#trace.update(`${line}\n`);
    if (this.#options.verbose)
      console.log(`${(this.simulatedMs / 1000).toFixed(3).padStart(9)} #${this.step} ${line}`);
  }

  get simulatedMs(): number {
    return this.clock.nowMs - START_MS;
  }

  /** Digest of everything that happened, in order. Asked once, at the end. */
  digest(): string {
    return this.#trace.digest('hex').slice(0, 16);
  }

  get machines(): SimTill[] {
    return this.places.map(({ machine }) => machine);
  }

  readonly #onFault = (message: string, error: unknown): void => {
    this.faults.push(
      `${message}: ${error instanceof Error ? (error.stack ?? error.message) : JSON.stringify(error)}`,
    );
  };

  // ── It begins and ends ──────────────────────────────────────────────────────────────────────────────────────────────

  async begin(): Promise<void> {
    Object.assign(globalThis, {
      reportError: (error: unknown) => this.#onFault('reported', error),
    });
    await this.pg.reset(this.#options.seed);
    await this.startServer();
    const { database } = this.server as RunningServer;
    await this.soon('the shop opens', openShop(database, this.skus, new Date(this.clock.nowMs)));
    for (const sku of this.skus) await this.adjust(sku, this.script.between(2, 12));
    await this.pg.alone((pg) => this.oracle.begin(pg));

    const count = this.script.between(2, this.#realms.length);
    for (let index = 1; index <= count; index += 1) this.#addPlace(index);
    this.network.faults = KIND;
    for (const { machine } of this.places) {
      await this.soon(`${machine.name} starts`, machine.start());
      await this.pair(machine);
    }
    const loading = () => this.machines.filter(({ till }) => !till?.stock.complete.getSnapshot());
    await this.until(
      () => `all tills have downloaded: ${loading().map(unsentOf).join('; ')}`,
      () => loading().length === 0,
    );
    this.network.faults = FAULTY;
    this.log(`${count} tills, ${this.skus.length} SKUs`);
  }

  #addPlace(index: number): void {
    const machine = new SimTill(`till-${index}`, this.script.chance(0.75), {
      realm: this.#realms[index - 1] as Realm,
      clock: this.clock,
      chance: this.#chance,
      network: this.network,
      onFault: this.#onFault,
    });
    const cashier = new Cashier({
      machine,
      oracle: this.oracle,
      chance: this.#chance,
      clock: this.clock,
      log: (line) => this.log(line),
      onFault: this.#onFault,
    });
    this.places.push({ machine, cashier, snapshot: null });
  }

  async end(): Promise<void> {
    for (const { machine } of this.places) {
      this.oracle.count('new epochs', (machine.till?.identity.getSnapshot()?.epoch ?? 1) - 1);
      machine.kill();
    }
    this.killServer();
    await this.clock.advance(0);
  }

  // ── The server ──────────────────────────────────────────────────────────────────────────────────────────────────────

  async startServer(): Promise<void> {
    this.#serverLives += 1;
    const delay = () =>
      this.#chance.chance(0.6) ? Promise.resolve() : this.clock.wait(this.#chance.between(1, 8));
    const server = await this.soon(
      'the server starts',
      startSimServer(
        `server-${this.#serverLives}`,
        (life): Database =>
          this.pg.connect(life, {
            delay,
            afterTransaction: (pg) =>
              this.#aroundStatement(pg, { text: 'transaction' }, async () => []).then(() => {}),
            around: (pg, statement, run) => this.#aroundStatement(pg, statement, run),
          }),
        (message, error) => this.#onFault(message, error),
      ),
    );
    this.server = server;
    this.network.server = server;
    this.#serverUpSinceMs = this.clock.nowMs;
  }

  readonly #aroundStatement = async (
    pg: Queryable,
    statement: Statement,
    run: () => Promise<object[]>,
  ): Promise<object[]> => {
    try {
      return await this.oracle.around(pg, statement, run);
    } catch (error) {
      if (error instanceof Violation) this.violation ??= error;
      throw error;
    }
  };

  killServer(): void {
    this.server?.life.kill();
    this.server = null;
    this.network.server = null;
  }

  /** A restored server begins an epoch of its own; one that took over from another and lacks its last batches does not know. */
  async restoreBackup(backup: Backup, isKnown = true): Promise<void> {
    this.oracle.count(isKnown ? 'server restores' : 'server takeovers');
    this.log(isKnown ? 'an older backup is restored' : 'a server takes over that lacks the last batches');
    this.newest.serverWentBack();
    await this.pg.restore(backup);
    if (isKnown) this.#serverEpoch += 1;
    await this.pg.query('update server_meta set server_epoch = $1', [this.#serverEpoch]);
    await this.pg.alone((pg) => this.oracle.restored(pg));
  }

  /** Head office moves stock. */
  async adjust(sku: string, quantity: number): Promise<void> {
    const { engine, life } = this.server as RunningServer;
    const operation = adjustment(sku, quantity, new Date(this.clock.nowMs));
    await this.soon(
      `${sku} is adjusted`,
      life.run(() => engine.apply(STORE, operation)),
    );
  }

  // ── The tills ───────────────────────────────────────────────────────────────────────────────────────────────────────

  async pair(machine: SimTill): Promise<boolean> {
    const { till, life } = machine;
    if (!till) throw new Error(`${machine.name} is off`);
    const code = await this.pg.alone((pg) => makePairingCode(pg, 'main', new Date(this.clock.nowMs)));
    const outcome = await this.soon(
      `${machine.name} is paired`,
      life.run(() => till.enrol({ serverUrl: SERVER_URL, code: code ?? '', name: machine.name })),
    );
    if (!outcome.ok)
      this.log(`${machine.name} was not paired: ${outcome.rejection.code} ${outcome.rejection.detail}`);
    return outcome.ok;
  }

  async startTill({ machine, cashier }: Place): Promise<void> {
    this.log(`${machine.name} starts`);
    // What was to be loaded is loaded some time later; the next steps may come before.
    machine.start().then(
      () => this.#checkStore(machine, cashier),
      () => {},
    );
    await this.clock.advance(this.script.pick([0, 5, 50, 400]));
  }

  /** What a till has acknowledged is there after any kind of end. */
  #checkStore({ till, name }: SimTill, cashier: Cashier): void {
    if (!till) return;
    for (const [id, revision] of cashier.acknowledged) {
      const sale = till.sales.get(id);
      if (sale && sale.revision >= revision) continue;
      this.violation ??= new Violation(
        'what was stored stays',
        `${name} lost revision ${revision} of sale ${id}: it has ${sale ? sale.revision : 'nothing'}`,
      );
    }
  }

  /** A request of the till's own, beside its sync. Null: refused, or nobody heard. */
  async ask(machine: SimTill, path: string, body?: unknown): Promise<unknown> {
    try {
      const fetch = this.network.fetchOf(machine.life, machine.link);
      const patience = new AbortController();
      setTimeout(() => patience.abort(), 10_000);
      const answer = await fetch(`${SERVER_URL}${path}`, {
        signal: patience.signal,
        method: body === undefined ? 'GET' : 'POST',
        headers: { authorization: `Bearer ${machine.token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    }
  }

  /** @param wanted the sale, if it may be had; otherwise any that is parked elsewhere */
  takeOver({ machine, cashier }: Place, wanted?: string): void {
    takeOver(cashier, (path, body) => this.ask(machine, path, body), wanted);
  }

  // ── Time, and what must hold while it passes ────────────────────────────────────────────────────────────────────────

  /** Lets time pass until a promise of the world is kept. */
  async soon<T>(what: string, promise: Promise<T>, mostMs = 60_000): Promise<T> {
    let outcome: { ok: true; value: T } | { ok: false; error: unknown } | null = null;
    promise.then(
      (value) => {
        outcome = { ok: true, value };
      },
      (error: unknown) => {
        outcome = { ok: false, error };
      },
    );
    const get = () => outcome as { ok: true; value: T } | { ok: false; error: unknown } | null;
    for (let waitedMs = 0; get() === null; waitedMs += 5) {
      if (waitedMs > mostMs) throw new Violation('8 nothing jams', `never: ${what}`);
      await this.clock.advance(5);
    }
    const settled = get();
    if (settled?.ok) return settled.value;
    throw (settled as { error: unknown }).error;
  }

  async until(
    what: string | (() => string),
    holds: () => boolean | undefined,
    mostMs = 240_000,
  ): Promise<void> {
    for (let waitedMs = 0; !holds(); waitedMs += 1_000) {
      this.failOnFaults();
      if (waitedMs > mostMs)
        throw new Violation('8 nothing jams', `never: ${typeof what === 'string' ? what : what()}`);
      await this.clock.advance(1_000);
    }
  }

  /** Until everybody's hands are free; a machine that is off has none. */
  handsFree(places: readonly Place[] = this.places): Promise<void> {
    const waiting = () => places.filter(({ machine, cashier }) => machine.on && !cashier.free);
    return this.until(
      () =>
        `acts end: ${waiting()
          .flatMap(({ cashier }) => cashier.waitsFor ?? [])
          .join('; ')}`,
      () => waiting().length === 0,
    );
  }

  failOnFaults(): void {
    if (this.violation) throw this.violation;
    if (this.faults.length > 0) throw new Violation('no fault is reported', this.faults.join('\n'));
  }

  async checkNow(): Promise<void> {
    this.failOnFaults();
    const sweptSinceMs = this.server ? this.clock.nowMs - this.#serverUpSinceMs : 0;
    if (this.oracle.writes !== this.#checkedWrites || this.step % 10 === 0)
      await this.pg.alone((pg) => checkServer(pg, this.clock.nowMs, sweptSinceMs));
    this.#checkedWrites = this.oracle.writes;
    for (const { machine } of this.places) {
      checkView(machine, this.skus, this.oracle);
      this.newest.look(machine, this.skus);
    }
  }
}
