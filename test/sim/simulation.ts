import { heal } from './healing.ts';
import { takeRandomStep } from './random-step.ts';
import { SeededWorld, type SimulationOptions } from './seeded-world.ts';
import type { PgliteServer } from './server/pglite-database.ts';
import { tellStories } from './stories.ts';
import type { Realm } from './till/realm.ts';
import { type Invariant, Violation } from './violation.ts';
import type { VirtualClock } from './world/virtual-time.ts';

const HEAL_EVERY = 60;

export interface SeedResult {
  readonly seed: number;
  readonly steps: number;
  /** Null: everything held. */
  readonly failure: string | null;
  /** Which promise broke; null also where the world itself fell over. */
  readonly invariant: Invariant | null;
  readonly counts: Readonly<Record<string, number>>;
  /** Digest of everything that happened, in order. */
  readonly trace: string;
  readonly simulatedMs: number;
}

/** One world from its beginning to the end, as its seed wants it. */
export async function simulate(
  pg: PgliteServer,
  clock: VirtualClock,
  realms: readonly Realm[],
  options: SimulationOptions,
): Promise<SeedResult> {
  const world = new SeededWorld(pg, clock, realms, options);
  let failure: string | null = null;
  let invariant: Invariant | null = null;
  try {
    await world.begin();
    for (world.step = 1; world.step <= options.steps; world.step += 1) {
      await takeRandomStep(world);
      await world.checkNow();
      if (world.step % HEAL_EVERY === 0) await heal(world, 'heal');
    }
    await heal(world, 'end');
    await tellStories(world, options.story);
  } catch (error) {
    failure = textOf(error);
    if (error instanceof Violation) invariant = error.invariant;
    if (world.faults.length > 0 && !(error instanceof Violation)) failure += `\n${world.faults.join('\n')}`;
    world.log(`FAILED at step ${world.step}: ${failure}`);
  }
  await world.end();
  for (const [what, count] of Object.entries(world.network.counts))
    world.oracle.count(`network ${what}`, count);
  return {
    seed: options.seed,
    steps: world.step,
    failure,
    invariant,
    counts: world.oracle.counts,
    trace: world.digest(),
    simulatedMs: world.simulatedMs,
  };
}

function textOf(error: unknown): string {
  if (error instanceof Violation) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
