import { Random } from './random.ts';

/**
 * How long each campaign runs, as shares of EVERTILL_FUZZ_SECONDS: seconds of all campaigns together. `npm test` takes the
 * default; a soak gives more. The seed is fixed unless one is given, so that a build does not fail by chance: fresh seeds are the
 * soak's (EVERTILL_FUZZ_SEED). EVERTILL_FUZZ_CASE runs one case alone, as a failure names it.
 */
const DEFAULT_SECONDS = 30;
const DEFAULT_SEED = '1';
const SHARES = {
  documents: 5,
  'http bodies': 4,
  'http connections': 2,
  'csv text': 2,
  'csv import': 3,
  'journal files': 4,
  'journal commands': 2,
  ipc: 1,
  'scanned keys': 1,
  'receipt paper': 1,
  'event stream': 1,
  'lying server': 6,
} as const;
export type CampaignName = keyof typeof SHARES;

const TOTAL = Object.values(SHARES).reduce((sum, share) => sum + share, 0);
const seconds = Number(process.env.EVERTILL_FUZZ_SECONDS ?? DEFAULT_SECONDS);
const seed = process.env.EVERTILL_FUZZ_SEED ?? DEFAULT_SEED;
const onlyCase = process.env.EVERTILL_FUZZ_CASE;

/** Beyond it, for what must have happened. */
const PATIENCE_MS = 60_000;

const budgetMs = (name: CampaignName): number => (seconds * 1000 * SHARES[name]) / TOTAL;

/** What a test that runs a campaign must be given before it is ended. */
export const patienceMs = (name: CampaignName): number => budgetMs(name) * 2 + 120_000;

export interface Campaign {
  readonly cases: number;
  /** How often each thing happened that a case has noted. */
  readonly seen: ReadonlyMap<string, number>;
}

export interface FuzzCase {
  readonly random: Random;
  readonly number: number;
  /** Counts something that happened, for the campaign's report: a fuzz that did nothing finds nothing. */
  note(what: string): void;
}

/**
 * Runs cases until the campaign's time is over, each from a seed of its own, and at least `least` of them. What a case throws
 * ends the campaign with the words that run this one case again.
 *
 * @param wants what must have been noted: on a busy machine it takes longer until it was
 */
export async function campaign(
  name: CampaignName,
  run: (fuzzCase: FuzzCase) => void | Promise<void>,
  least = 1,
  wants: readonly string[] = [],
): Promise<Campaign> {
  const startedAtMs = performance.now();
  const seen = new Map<string, number>();
  const note = (what: string) => void seen.set(what, (seen.get(what) ?? 0) + 1);
  let cases = 0;
  const lacking = () => wants.filter((what) => !seen.has(what));
  const isOver = () => {
    if (onlyCase !== undefined) return cases >= 1;
    const restMs = startedAtMs + budgetMs(name) - performance.now();
    return cases >= least && restMs <= 0 && (lacking().length === 0 || restMs <= -PATIENCE_MS);
  };
  while (!isOver()) {
    const number = onlyCase === undefined ? cases : Number(onlyCase);
    try {
      await run({ random: new Random(name, seed, number), number, note });
    } catch (error) {
      const again = `EVERTILL_FUZZ_SEED=${seed} EVERTILL_FUZZ_CASE=${number}`;
      throw new Error(`${name}: case ${number} failed; run it again with ${again}\n${textOf(error)}`, {
        cause: error,
      });
    }
    cases += 1;
  }
  const took = (performance.now() - startedAtMs) / 1000;
  const counts = [...seen].sort(([a], [b]) => (a < b ? -1 : 1)).map(([what, count]) => `${what} ${count}`);
  console.log(
    `fuzz ${name}: seed ${seed}, ${cases} cases in ${took.toFixed(1)} s (${(cases / took).toFixed(0)}/s); ${counts.join(', ')}`,
  );
  if (!isReplay && lacking().length > 0)
    throw new Error(`${name}: in ${cases} cases there was never one with ${lacking().join(', ')}`);
  return { cases, seen };
}

/** True while one case is run again alone: then it is not asked whether everything happened. */
export const isReplay = onlyCase !== undefined;

const textOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);
