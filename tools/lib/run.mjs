import { spawn } from 'node:child_process';
import os from 'node:os';
import { childEnv, node24, nodeMajor, projectRoot } from './project.mjs';

/** What a program has written when it ends may still be on its way; what it started may hold the pipe for longer. */
const LAST_WORDS_MS = 500;

/**
 * Runs a program to its end with this terminal. Answers its exit code (1 when a signal ended it).
 * @param {string} program
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions & { onOutput?: (chunk: Buffer) => void, priority?: number }} [options]
 *   `onOutput` is given what it says, which then does not go to the terminal; `priority` is that of `os.setPriority`
 * @returns {Promise<number>}
 */
export function run(program, args, { onOutput, priority, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const stdio = onOutput ? ['ignore', 'pipe', 'pipe'] : 'inherit';
    const child = spawn(program, args, { cwd: projectRoot, env: childEnv(), stdio, ...options });
    if (priority !== undefined && child.pid !== undefined) os.setPriority(child.pid, priority);
    if (onOutput) for (const stream of [child.stdout, child.stderr]) stream.on('data', onOutput);
    // A terminal sends Ctrl+C to the child as well; a second one would look like impatience to it.
    const forward = (signal) => (signal === 'SIGINT' && process.stdin.isTTY ? false : child.kill(signal));
    process.on('SIGINT', forward);
    process.on('SIGTERM', forward);
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      process.off('SIGINT', forward);
      process.off('SIGTERM', forward);
      const answer = () => resolve(code ?? (signal ? 1 : 0));
      if (!onOutput) return answer();
      child.once('close', answer);
      setTimeout(answer, LAST_WORDS_MS).unref();
    });
  });
}

/** Runs a script under Node 24. */
export const runNode = (args, options) => run(node24(), args, options);

/**
 * Runs a script under Node 24 and keeps what it says.
 * @returns {Promise<{ code: number, output: string }>}
 */
export function captureNode(args, options = {}) {
  return new Promise((resolve, reject) => {
    const env = childEnv({ NO_COLOR: '1' });
    const child = spawn(node24(), args, { cwd: projectRoot, env, ...options });
    const chunks = [];
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.stderr.on('data', (chunk) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString('utf8') }));
  });
}

/** Seconds since `startedAtMs`, for people: `3.2 s`. */
export const secondsSince = (startedAtMs) => `${((Date.now() - startedAtMs) / 1000).toFixed(1)} s`;

/** Carries on in Node 24 when this process is older: the build tools need it. Never returns in the older one. */
export async function continueInNode24() {
  if (nodeMajor >= 24) return;
  process.exit(await runNode(process.argv.slice(1)));
}

/**
 * Calls back when the npm that ran this script is gone: a signal to npm kills npm alone, and what it started would live
 * on unseen. Does nothing for a script that was started without npm.
 */
export function whenNpmIsGone(callback) {
  if (!process.env.npm_lifecycle_event) return;
  const npm = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === npm) return;
    clearInterval(timer);
    callback();
  }, 250);
  timer.unref();
}
