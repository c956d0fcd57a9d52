import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { FOUND_SEEDS } from './found-seeds.ts';
import { MUTATIONS } from './mutations.ts';
import { simulateApart } from './world-process.ts';

const simulate = (...args: string[]) => simulateApart(args);

const STEPS = '120';
type World = Awaited<ReturnType<typeof simulate>>['results'][number];
/** Worlds of that many steps that were gone through already: nobody needs the same one twice. */
const gone = new Map<number, World>();

/** What the worlds together must have seen, or they have shown nothing. */
const HAPPENED = [
  'receipts',
  'payment refused',
  'payment ready, not asked',
  'oversold figures',
  'expiries',
  'answer repeated',
  'answer stale',
  'answer kept',
  'movement return',
  'movement count',
  'hand-overs',
  'new epochs',
  'paired anew',
  'till kill',
  'till power',
  'till skew',
  'till rollBack',
  'till loseStore',
  'server kills',
  'server restores',
  'server takeovers',
  'facts stored',
  'network duplicates',
  'network lostAnswers',
  'network slow',
  'line silent',
];

test('many tills and one server keep every promise, whatever happens to them', async () => {
  const [first, second] = await Promise.all([
    simulate('--seed', '1', '--steps', STEPS, '--seconds', '30', '--least', '8'),
    simulate('--seed', '501', '--steps', STEPS, '--seconds', '30', '--least', '8'),
  ]);
  const all = [...first.results, ...second.results];
  for (const world of all) gone.set(world.seed, world);
  const failed = all.filter(({ failure }) => failure !== null);
  expect(
    failed.map(({ seed, failure }) => `npm run sim -- --seed ${seed} --steps ${STEPS} --verbose: ${failure}`),
  ).toEqual([]);
  const never = HAPPENED.filter((what) => !first.counts[what] && !second.counts[what]);
  expect(never, 'these never happened').toEqual([]);

  // The same seed is the same world, also after others and in another process.
  const again = await simulate('--seed', '3', '--steps', STEPS);
  expect(again.results[0]?.trace).toBe(first.results[2]?.trace);
}, 900_000);

test.each(FOUND_SEEDS)('seed $seed: $what', async ({ seed, steps = STEPS }) => {
  const known = steps === STEPS ? gone.get(seed) : undefined;
  const { results } = known
    ? { results: [known] }
    : await simulate('--seed', String(seed), '--steps', String(steps));
  expect(results).toMatchObject([{ seed, failure: null }]);
});

test('each deliberately broken rule still finds its place in the product', () => {
  const root = path.resolve(import.meta.dirname, '../..');
  const lost = MUTATIONS.filter(
    ({ file, find }) => fs.readFileSync(path.join(root, file), 'utf8').split(find).length !== 2,
  );
  expect(lost.map(({ name }) => name)).toEqual([]);
});
