// One world after the other, each from its seed. `--seconds T --least K`: as many as T allows, and K in any case.
import { parseArgs } from 'node:util';
import { readProductSource } from './product-source.ts';
import { PgliteServer } from './server/pglite-database.ts';
import { type SeedResult, simulate } from './simulation.ts';
import { loadRealm } from './till/realm.ts';
import { installChance } from './world/install-chance.ts';
import { installVirtualTime, VirtualClock } from './world/virtual-time.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    seeds: { type: 'string' },
    steps: { type: 'string', default: '120' },
    story: { type: 'string' },
    seconds: { type: 'string' },
    least: { type: 'string', default: '0' },
    verbose: { type: 'boolean', default: false },
    'until-failure': { type: 'boolean', default: false },
    wire: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

const MOST_TILLS = 4;
const realNow = performance.now.bind(performance);
const startedAtMs = realNow();
const pg = await PgliteServer.start(readProductSource);
const realms = [];
for (let realm = 1; realm <= MOST_TILLS; realm += 1) realms.push(await loadRealm(realm));
const clock = new VirtualClock();
installVirtualTime(clock);
installChance();

const first = Number(values.seed);
const steps = Number(values.steps);
const least = Number(values.least);
const most = values.seeds ? Number(values.seeds) : values.seconds ? Number.POSITIVE_INFINITY : 1;
const untilMs =
  values.seconds === undefined ? Number.POSITIVE_INFINITY : realNow() + Number(values.seconds) * 1000;
const readyAtMs = realNow();
const results: SeedResult[] = [];
for (let seed = first; seed < first + most && (realNow() < untilMs || seed < first + least); seed += 1) {
  const result = await simulate(pg, clock, realms, {
    seed,
    steps,
    verbose: values.verbose,
    wire: values.wire,
    ...(values.story ? { story: values.story } : {}),
  });
  results.push(result);
  if (result.failure !== null && !values.json)
    console.log(
      `✗ seed ${seed}, step ${result.steps}: ${result.invariant ?? 'fell over'}: ${result.failure}`,
    );
  if (result.failure !== null && values['until-failure']) break;
}
const seconds = (realNow() - readyAtMs) / 1000;
const counts: Record<string, number> = {};
for (const result of results)
  for (const [what, count] of Object.entries(result.counts)) counts[what] = (counts[what] ?? 0) + count;
if (values.json)
  console.log(
    JSON.stringify({
      results: results.map(({ seed, failure, invariant, trace }) => ({ seed, failure, invariant, trace })),
      counts,
      seconds,
    }),
  );
else {
  for (const [what, count] of Object.entries(counts).sort())
    console.log(`${String(count).padStart(8)}  ${what}`);
  const done = results.reduce((sum, result) => sum + result.steps, 0);
  console.log(
    `${results.length} seeds, ${done} steps in ${seconds.toFixed(1)} s (${(results.length / seconds).toFixed(2)} seeds/s, ${(done / seconds).toFixed(0)} steps/s); start ${((readyAtMs - startedAtMs) / 1000).toFixed(1)} s`,
  );
  const failed = results.filter((result) => result.failure !== null);
  console.log(
    failed.length === 0
      ? 'everything held'
      : `failed: ${failed.map(({ seed }) => `npm run sim -- --seed ${seed} --steps ${steps} --verbose`).join('\n        ')}`,
  );
}
process.exit(results.some((result) => result.failure !== null) ? 1 : 0);
