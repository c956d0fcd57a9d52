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

function attack(mutation: Mutation): Promise<Outcome> {
  const startedAtMs = Date.now();
  const child = spawn(
    process.execPath,
    [
      '--no-warnings',
      '--import',
      path.join(import.meta.dirname, 'install.ts'),
      path.join(import.meta.dirname, 'main.ts'),
      ...['--seed', '1', '--seeds', String(mutation.caughtWithin), '--steps', String(STEPS)],
      ...['--until-failure', '--json'],
    ],
    { env: { ...process.env, EVERTILL_SIM_MUTATION: mutation.name }, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += String(chunk);
  });
  return new Promise((resolve) => {
    child.on('close', () => {
      const seconds = (Date.now() - startedAtMs) / 1000;
      const failed = read(output)?.results.find(({ failure }) => failure !== null);
      const how = failed?.failure?.split('\n')[0] ?? (read(output) ? 'not caught' : 'the simulation itself broke');
      resolve({ mutation, seed: failed?.seed ?? null, how, seconds });
    });
  });
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
      const where = seed === null ? `not within ${mutation.caughtWithin} seeds` : `by seed ${seed} of ${mutation.caughtWithin}`;
      console.log(`${seed === null ? '✗' : '✓'} ${mutation.name}: ${where} (${seconds.toFixed(0)} s): ${how.slice(0, 160)}`);
    }
  }),
);
const caught = outcomes.filter(({ seed }) => seed !== null).length;
console.log(`${caught} of ${chosen.length} broken rules caught`);
process.exitCode = caught === chosen.length ? 0 : 1;
