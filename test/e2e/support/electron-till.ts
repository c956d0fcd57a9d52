import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import type {
  Channel,
  ChannelInput,
  ChannelOutput,
  IpcResult,
  TillBridge,
} from '../../../shared/ipc/channels.ts';
import { findElectron, hasDisplay } from '../../../tools/lib/electron-runtime.mjs';
import { startVirtualDisplay } from '../../../tools/lib/virtual-display.mjs';
import { temporaryFolder } from './server-process.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const PACKAGED = process.env.EVERTILL_PACKAGED_TILL ?? path.join(ROOT, 'release/linux-unpacked/evertill');

const END_WITHIN_MS = 60_000;
const START_WITHIN_MS = 45_000;
/** Of a page, on a machine that does much else. */
const PATIENCE_MS = 60_000;

const HOLD = path.join(import.meta.dirname, 'hold-until-driven.cjs');
/** Nothing moves that nobody looks at: each frame of a movement is drawn by the processor here. */
const WINDOW_ARGS = ['--disable-gpu', '--disable-dev-shm-usage', '--force-prefers-reduced-motion'];

export interface ElectronTillOptions {
  /** A profile that survives `close` and `kill`; a new one when left out. */
  readonly userData?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** Drives release/linux-unpacked instead of out/. */
  readonly packaged?: boolean;
}

/** The till in its own window. The product must be built (out/), or packaged (release/). */
export interface ElectronTill {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly userData: string;
  /** Calls main through the page's own bridge. */
  invoke<C extends Channel>(channel: C, input: ChannelInput<C>): Promise<IpcResult<ChannelOutput<C>>>;
  /** Everything that main has logged in this profile. */
  log(): string;
  /** Ends the program as a person does. */
  close(): Promise<void>;
  /** kill -9 of the main process; resolves when it is gone. */
  kill(): Promise<void>;
}

/** `npm test` gives each file that runs at once a display: windows that share one take the focus from each other. */
const displays = (process.env.EVERTILL_TEST_DISPLAYS ?? '').split(',').filter(Boolean);
const ownDisplay = displays[(Number(process.env.VITEST_POOL_ID ?? 1) - 1) % (displays.length || 1)];

/** Where the window is drawn: this file's display, the one that is there, or one in memory for this window alone. */
async function displayForWindow(): Promise<{ readonly env: Record<string, string>; end(): void }> {
  if (ownDisplay) return { env: { DISPLAY: ownDisplay }, end: () => undefined };
  if (hasDisplay()) return { env: {}, end: () => undefined };
  const { display, end } = await startVirtualDisplay();
  return { env: { DISPLAY: display }, end };
}

function childEnv(extra: Readonly<Record<string, string>>): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined) env[name] = value;
  // They would turn Electron into plain Node, or its window into a test runner.
  delete env.ELECTRON_RUN_AS_NODE;
  delete env.NODE_OPTIONS;
  return { ...env, ...extra };
}

export async function launchElectronTill({
  userData = temporaryFolder('till'),
  env = {},
  args = [],
  packaged = false,
}: ElectronTillOptions = {}): Promise<ElectronTill> {
  mkdirSync(userData, { recursive: true });
  const program = packaged ? PACKAGED : (await findElectron()).program;
  if (!existsSync(program)) throw new Error(`${program} is not there: build or package the till first`);
  const { args: runtimeArgs } = await findElectron();
  const screen = await displayForWindow();
  const home = path.join(userData, 'home');
  mkdirSync(home, { recursive: true });
  const launch = () =>
    _electron.launch({
      executablePath: program,
      cwd: ROOT,
      chromiumSandbox: !runtimeArgs.includes('--no-sandbox'),
      args: [...(packaged ? [] : ['-r', HOLD, ROOT]), ...WINDOW_ARGS, ...args],
      // A home of its own: what the till saves into the documents must not land in somebody's.
      env: childEnv({ HOME: home, EVERTILL_USER_DATA: userData, ...screen.env, ...env }),
      timeout: START_WITHIN_MS,
    });
  // What is packaged takes no hold, and there driver and window may wait for each other for ever.
  const app = await launch().catch(launch);
  const page = await app.firstWindow({ timeout: PATIENCE_MS });
  page.setDefaultTimeout(PATIENCE_MS);
  await page.waitForLoadState('domcontentloaded');
  const child = app.process();
  child.once('exit', () => screen.end());
  const isGone = () => child.exitCode !== null || child.signalCode !== null;
  return {
    app,
    page,
    userData,
    invoke: (channel, input) =>
      page.evaluate(
        ([name, value]) =>
          (window as unknown as { evertill: TillBridge }).evertill.invoke(name as Channel, value as never),
        [channel, input] as const,
      ) as Promise<never>,
    log: () => {
      try {
        return readFileSync(path.join(userData, 'main.log'), 'utf8');
      } catch {
        return '';
      }
    },
    close: async () => {
      if (isGone()) return;
      const gone = new Promise((resolve) => child.once('exit', resolve));
      await app.evaluate(({ app: electron }) => void setTimeout(() => electron.quit(), 20)).catch(() => null);
      const late = setTimeout(() => child.kill('SIGKILL'), END_WITHIN_MS);
      await gone;
      clearTimeout(late);
      if (child.signalCode === 'SIGKILL') throw new Error('the till did not end when it was asked to');
    },
    kill: async () => {
      if (isGone()) return;
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** A till that nobody drives: for what a debugger at the page would change. */
export async function spawnElectronTill(userData: string) {
  const { program, args } = await findElectron();
  const screen = await displayForWindow();
  const child = spawn(program, [...args, ROOT, '--disable-gpu'], {
    env: childEnv({ EVERTILL_USER_DATA: userData, ...screen.env }),
    stdio: 'ignore',
  });
  const gone = new Promise<number | null>((resolve) => child.once('exit', resolve)).finally(screen.end);
  return {
    gone,
    child,
    /** The process that shows the page (Linux). */
    pageProcess: (): number | undefined => pageProcessesBelow(child.pid ?? 0)[0],
  };
}

function pageProcessesBelow(ancestor: number): number[] {
  const parentOf = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      parentOf.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // It ended while we looked.
    }
  }
  const isBelow = (pid: number): boolean => {
    const parent = parentOf.get(pid);
    return parent !== undefined && parent > 1 && (parent === ancestor || isBelow(parent));
  };
  const isPage = (pid: number) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=renderer');
    } catch {
      return false;
    }
  };
  return [...parentOf.keys()].filter((pid) => isBelow(pid) && isPage(pid));
}
