// npm run soak -- --minutes N [--only sim|tills|kills|power|fuzz] [--seed S]: attacks the product for as long as asked.
// Its parts take turns, each with a fresh seed; a failure is kept with its log and does not end the run.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { whyNoLoopDisk } from './lib/loop-disk.mjs';
import { childEnv, commandOf, inProject } from './lib/project.mjs';
import { captureNode, continueInNode24, secondsSince } from './lib/run.mjs';
import { hasXvfb, startVirtualDisplay } from './lib/virtual-display.mjs';

const within = (value, least, most) => Math.round(Math.min(most, Math.max(least, value)));
const vitest = (...args) => [commandOf('vitest'), 'run', '--reporter=default', ...args];

/**
 * What a turn of each part runs. `seconds`: what it should take. `says`: the lines of its output that tell what happened.
 */
const parts = {
  sim: {
    args: (seed, seconds) => [
      inProject('tools', 'sim.mjs'),
      ...['--seed', String(seed), '--seeds', '1000000', '--seconds', String(seconds)],
    ],
    env: () => ({}),
    says: /seeds,|^✗ seed|everything held|^failed:/,
  },
  tills: {
    args: () => vitest('--project', 'chaos', 'test/chaos/real-processes.test.ts'),
    env: (seed, seconds) => ({
      EVERTILL_CHAOS_SEED: String(seed),
      // The rest is starting, healing and counting.
      EVERTILL_CHAOS_SECONDS: String(within(seconds - 40, 30, 600)),
    }),
    says: /chaos of real processes/,
  },
  kills: {
    args: () => vitest('--project', 'chaos', 'test/chaos/electron-kills.test.ts'),
    env: (seed, seconds) => ({
      EVERTILL_CHAOS_SEED: String(seed),
      EVERTILL_CHAOS_KILLS: String(within(seconds / 4.5, 10, 100)),
    }),
    says: /kills of the window/,
  },
  power: {
    args: () => vitest('--project', 'chaos', 'test/chaos/power-cut.test.ts'),
    env: (seed, seconds) => ({
      EVERTILL_CHAOS_SEED: String(seed),
      EVERTILL_CHAOS_CUTS: String(within(seconds / 25, 1, 30)),
    }),
    says: /power cuts:/,
  },
  fuzz: {
    args: () => vitest('--project', 'fuzz', '--project', 'chromium', 'test/fuzz'),
    env: (seed, seconds) => ({
      EVERTILL_FUZZ_SEED: String(seed),
      EVERTILL_FUZZ_SECONDS: String(within(seconds - 20, 20, 1_800)),
    }),
    says: /^fuzz |EVERTILL_FUZZ_/,
  },
};
const LONGEST_TURN_S = 600;

function askedFor() {
  const usage = `npm run soak -- --minutes N [--only ${Object.keys(parts).join('|')}] [--seed S]`;
  try {
    const { values } = parseArgs({
      options: {
        minutes: { type: 'string', default: '10' },
        only: { type: 'string', multiple: true },
        seed: { type: 'string' },
      },
    });
    const minutes = Number(values.minutes);
    const seed = values.seed === undefined ? Date.now() % 1_000_000 : Number(values.seed);
    const chosen = values.only?.flatMap((names) => names.split(',')) ?? Object.keys(parts);
    const unknown = chosen.filter((name) => !(name in parts));
    if (!(minutes > 0)) throw new Error(`--minutes ${values.minutes} is no time`);
    if (!Number.isSafeInteger(seed) || seed < 0) throw new Error(`--seed ${values.seed} is no whole number`);
    if (unknown.length > 0) throw new Error(`there is no part ${unknown.join(', ')}`);
    return { minutes, seed, chosen };
  } catch (error) {
    console.error(`✗ ${error.message}\n  ${usage}`);
    process.exit(2);
  }
}

/** Runs one turn of one part; answers whether everything held. */
async function takeTurn(name, seed, seconds, env) {
  const { args, env: own, says } = parts[name];
  const startedAtMs = Date.now();
  const { code, output } = await captureNode(args(seed, seconds), {
    env: { ...env, ...own(seed, seconds), NO_COLOR: '1' },
  });
  console.log(`${code === 0 ? '✓' : '✗'} ${name}, seed ${seed}: ${secondsSince(startedAtMs)}`);
  for (const line of output.split('\n')) if (says.test(line)) console.log(`    ${line.trim()}`);
  if (code === 0) return true;
  const log = inProject('out', 'soak', `${name}-${seed}.log`);
  fs.mkdirSync(path.dirname(log), { recursive: true });
  fs.writeFileSync(log, output);
  console.log(`    ${log}`);
  return false;
}

async function main() {
  const { minutes, seed, chosen } = askedFor();
  const startedAtMs = Date.now();
  const endsAtMs = startedAtMs + minutes * 60_000;
  const noDisk = chosen.includes('power') ? whyNoLoopDisk() : null;
  const running = chosen.filter((name) => name !== 'power' || !noDisk);
  if (noDisk) console.log(`· power is left out: ${noDisk}`);
  if (running.length === 0) return 1;
  await build({ onPart: (line) => console.log(line) });
  const display = hasXvfb() ? await startVirtualDisplay() : undefined;
  const env = childEnv(display ? { DISPLAY: display.display } : {});
  if (display) delete env.WAYLAND_DISPLAY;

  console.log(`· soak of ${running.join(', ')} for ${minutes} min, seed ${seed}`);
  const failed = [];
  let turns = 0;
  // Every part has one turn at least, however short the time is.
  for (; turns < running.length || Date.now() < endsAtMs; turns += 1) {
    const name = running[turns % running.length];
    const own = seed + turns;
    const leftS = (endsAtMs - Date.now()) / 1000;
    const seconds = within(Math.min((minutes * 60) / running.length, leftS), 20, LONGEST_TURN_S);
    if (!(await takeTurn(name, own, seconds, env))) failed.push(`--only ${name} --seed ${own}`);
  }
  display?.end();
  console.log(`  ${turns} turns, ${secondsSince(startedAtMs)} in all`);
  for (const again of failed) console.log(`✗ npm run soak -- --minutes 1 ${again}`);
  if (failed.length === 0) console.log('✓ everything held');
  return failed.length === 0 && !noDisk ? 0 : 1;
}

ensureInstalled();
await continueInNode24();
process.exitCode = await main();
