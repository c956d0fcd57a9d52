// Each mutation in processes of its own, so that the broken rule is broken from the first import on.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { MUTATIONS, type Mutation } from './mutations.ts';

/** Processes side by side. */
const AT_ONCE = 2;
const STEPS = 120;

interface Outcome {
  readonly mutation: Mutation;
  readonly seed: number | null;
  readonly how: string;
  readonly seconds: number;
}

interface Report {
  readonly results: readonly { readonly seed: number; readonly failure: string | null }[];
}

/** Some worlds with a broken rule, or with none, until one fails. */
async function simulate(mutation: Mutation | null, first: number, most: number): Promise<Report | null> {
  const child = spawn(
    process.execPath,
    [
      '--no-warnings',
      '--import',
      path.join(import.meta.dirname, 'install.ts'),
      path.join(import.meta.dirname, 'main.ts'),
      ...['--seed', String(first), '--seeds', String(most), '--steps', String(STEPS)],
      ...['--until-failure', '--json'],
    ],
    {
      env: { ...process.env, EVERTILL_SIM_MUTATION: mutation?.name ?? '' },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += String(chunk);
  });
  await new Promise((resolve) => {
    child.on('close', resolve);
  });
  return read(output);
}

/** Caught is what fails with the broken rule and holds without it. */
async function attack(mutation: Mutation): Promise<Outcome> {
  const startedAtMs = Date.now();
  const outcome = (seed: number | null, how: string): Outcome => ({
    mutation,
    seed,
    how,
    seconds: (Date.now() - startedAtMs) / 1000,
  });
  for (let first = 1; first <= mutation.caughtWithin; ) {
    const report = await simulate(mutation, first, mutation.caughtWithin - first + 1);
    if (!report) return outcome(null, 'the simulation itself broke');
    const failed = report.results.find(({ failure }) => failure !== null);
    if (!failed) return outcome(null, 'not caught');
    const [whole] = (await simulate(null, failed.seed, 1))?.results ?? [];
    if (whole?.failure === null) return outcome(failed.seed, failed.failure?.split('\n')[0] ?? '');
    first = failed.seed + 1;
  }
  return outcome(null, 'every world that failed with it fails without it as well');
}

function read(output: string): Report | null {
  try {
    return JSON.parse(output.trim().split('\n').at(-1) ?? '') as Report;
  } catch {
    return null;
  }
}

const words = process.argv.slice(2).map((word) => word.toLowerCase());
const chosen = MUTATIONS.filter(
  ({ name }) => words.length === 0 || words.some((word) => name.toLowerCase().includes(word)),
);
const waiting = [...chosen];
const outcomes: Outcome[] = [];
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const outcome = await attack(next);
      outcomes.push(outcome);
      const { mutation, seed, how, seconds } = outcome;
      const where =
        seed === null
          ? `not within ${mutation.caughtWithin} seeds`
          : `by seed ${seed} of ${mutation.caughtWithin}`;
      console.log(
        `${seed === null ? '✗' : '✓'} ${mutation.name}: ${where} (${seconds.toFixed(0)} s): ${how.slice(0, 160)}`,
      );
    }
  }),
);
const caught = outcomes.filter(({ seed }) => seed !== null).length;
console.log(`${caught} of ${chosen.length} broken rules caught`);
process.exitCode = caught === chosen.length ? 0 : 1;
