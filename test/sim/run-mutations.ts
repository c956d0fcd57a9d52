// npm run sim:mutations [-- --only NAME … --within N --at-once K]: breaks one rule of the product after the other and demands
// that a world fails for it. Caught is what fails with the broken rule and holds without it, by the same seed.
import os from 'node:os';
import { parseArgs } from 'node:util';
import { MUTATIONS, type Mutation } from './mutations.ts';
import { simulateApart } from './world-process.ts';

/** A world in which a story shows the breach needs few steps before it. */
const worldOf = ({ story }: Mutation): string[] =>
  story === undefined ? ['--steps', '120'] : ['--steps', '30', '--story', story];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** A part of the name; may be given several times. */
    only: { type: 'string', multiple: true, default: [] },
    /** So many seeds, instead of the number that each mutation states. */
    within: { type: 'string' },
    'at-once': { type: 'string', default: String(os.availableParallelism()) },
  },
});

interface Outcome {
  readonly mutation: Mutation;
  readonly seeds: number;
  /** Null: it survived. */
  readonly caughtBy: { readonly seed: number; readonly invariant: string; readonly failure: string } | null;
  /** Worlds that fail without it as well: they show nothing, and are a finding of their own. */
  readonly unsound: readonly number[];
  readonly seconds: number;
}

/** At most one process a core. What ends a rule's turn goes before what begins one. */
let free = Math.max(1, Number(values['at-once']));
const waiting: (() => void)[] = [];
async function inTurn<T>(work: () => Promise<T>, isNext = false): Promise<T> {
  if (free > 0) free -= 1;
  else await new Promise<void>((resolve) => (isNext ? waiting.unshift(resolve) : waiting.push(resolve)));
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  }
}

/** Each world without any broken rule, once for all mutations. Resolves to whether everything holds. */
const controls = new Map<string, Promise<boolean>>();
function holdsWhole(seed: number, mutation: Mutation): Promise<boolean> {
  const args = ['--seed', String(seed), ...worldOf(mutation)];
  const key = args.join(' ');
  const known = controls.get(key);
  if (known) return known;
  const control = inTurn(() => simulateApart(args), true).then(({ results }) => results[0]?.failure === null);
  controls.set(key, control);
  return control;
}

async function attack(mutation: Mutation): Promise<Outcome> {
  const seeds = values.within ? Number(values.within) : mutation.caughtWithin;
  const unsound: number[] = [];
  let seconds = 0;
  const outcome = (caughtBy: Outcome['caughtBy']): Outcome => ({
    mutation,
    seeds,
    caughtBy,
    unsound,
    seconds,
  });
  for (let first = 1; first <= seeds; ) {
    const args = ['--seed', String(first), '--seeds', String(seeds - first + 1), ...worldOf(mutation)];
    const { results } = await inTurn(async () => {
      const startedAtMs = Date.now();
      const report = await simulateApart([...args, '--until-failure'], mutation.name);
      seconds += (Date.now() - startedAtMs) / 1000;
      return report;
    });
    const failed = results.find(({ failure }) => failure !== null);
    if (!failed) return outcome(null);
    if (await holdsWhole(failed.seed, mutation))
      return outcome({
        seed: failed.seed,
        invariant: failed.invariant ?? 'it fell over',
        failure: failed.failure?.split('\n')[0] ?? '',
      });
    unsound.push(failed.seed);
    first = failed.seed + 1;
  }
  return outcome(null);
}

const row = (rule: string, seed: string, seconds: string, by: string) =>
  console.log(`${rule.padEnd(58)} ${seed.padStart(10)} ${seconds.padStart(6)}  ${by}`);

const wanted = [...values.only, ...positionals].map((word) => word.toLowerCase());
const chosen = MUTATIONS.filter(
  ({ name }) => wanted.length === 0 || wanted.some((word) => name.toLowerCase().includes(word)),
);
if (chosen.length === 0) throw new Error(`no mutation is called like ${wanted.join(', ')}`);

row('broken rule', 'by seed/of', 's', 'which promise broke, and how');
const outcomes = await Promise.all(
  chosen.map(async (mutation) => {
    const outcome = await attack(mutation);
    const { caughtBy, seeds, seconds, unsound } = outcome;
    row(
      mutation.name,
      `${caughtBy?.seed ?? '–'}/${seeds}`,
      seconds.toFixed(0),
      caughtBy ? `${caughtBy.invariant}: ${caughtBy.failure.slice(0, 120)}` : 'NOT CAUGHT',
    );
    if (unsound.length > 0)
      console.log(`  seeds ${unsound.join(', ')} fail without it as well, and show nothing`);
    return outcome;
  }),
);
const caught = outcomes.filter(({ caughtBy }) => caughtBy !== null).length;
console.log(`${caught} of ${chosen.length} broken rules caught`);
process.exitCode = caught === chosen.length ? 0 : 1;
