// The one place that knows where Electron is and how it must be started on this machine.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { childEnv, inProject, isRoot, node24 } from './project.mjs';

const download = { reachWithinMs: 4_000, finishWithinMs: 15 * 60_000 };

const packageFolder = inProject('node_modules', 'electron');
const preparedFolder = inProject('.cache', 'electron');

/** A folder with an unpacked runtime that is to be used in place of the official one, if there is one. */
export function overridingFolder() {
  const named = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (named) return path.resolve(named);
  return fs.existsSync(path.join(preparedFolder, 'version')) ? preparedFolder : undefined;
}

function officialProgram() {
  try {
    const name = fs.readFileSync(path.join(packageFolder, 'path.txt'), 'utf8');
    const program = path.join(packageFolder, 'dist', name);
    return fs.existsSync(program) ? program : undefined;
  } catch {
    return undefined;
  }
}

/** Rejects with one readable reason when the place Electron is downloaded from does not answer. */
async function reachDownload() {
  if (process.env.ELECTRON_MIRROR || process.env.npm_config_electron_mirror) return;
  if (process.env.HTTPS_PROXY || process.env.https_proxy || process.env.ELECTRON_GET_USE_PROXY) return;
  try {
    const signal = AbortSignal.timeout(download.reachWithinMs);
    await fetch('https://github.com/electron/electron/releases', {
      method: 'HEAD',
      redirect: 'manual',
      signal,
    });
  } catch (error) {
    const why = error.name === 'TimeoutError' ? 'it did not answer' : (error.cause?.code ?? error.message);
    throw new Error(`its binary comes from github.com, which cannot be reached from here (${why})`);
  }
}

async function downloadOfficial(say) {
  await reachDownload();
  say('· Downloading Electron (about 110 MB, once) …');
  const { code, output } = await new Promise((resolve) => {
    const child = spawn(node24(), [path.join(packageFolder, 'install.js')], {
      env: childEnv(),
      stdio: ['ignore', 'inherit', 'pipe'],
      timeout: download.finishWithinMs,
    });
    let output = '';
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    child.on('close', (code) => resolve({ code, output }));
  });
  const program = officialProgram();
  if (code === 0 && program) return program;
  const lines = output.split('\n').filter((line) => line.trim());
  const reason = lines.find((line) => /error/i.test(line)) ?? lines[0] ?? 'it was broken off';
  throw new Error(`its download failed: ${reason.trim()}`);
}

/** Rejects what cannot run here, with the first line of what the system says (a missing library, as a rule). */
function tryOut(program) {
  try {
    const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
    return execFileSync(program, ['-p', 'process.versions.electron'], {
      env,
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim();
  } catch (error) {
    const said = String(error.stderr ?? '').trim() || error.message;
    throw new Error(`it does not run on this system: ${said.split('\n')[0]}`);
  }
}

function forbidsUserNamespaces() {
  const is = (file, value) => {
    try {
      return fs.readFileSync(file, 'utf8').trim() === value;
    } catch {
      return false;
    }
  };
  return (
    is('/proc/sys/kernel/apparmor_restrict_unprivileged_userns', '1') ||
    is('/proc/sys/kernel/unprivileged_userns_clone', '0')
  );
}

/**
 * Electron as it can be started here; downloads the official binary when there is none.
 * Throws an Error whose message completes "Electron cannot be had here: …".
 * @param {{ say?: (line: string) => void }} [options] `say` hears of a download
 * @returns {Promise<{ program: string, args: string[], version: string }>} `args` go before the application's folder
 */
export async function findElectron({ say = () => {} } = {}) {
  const folder = overridingFolder();
  const name = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[process.platform];
  const program = folder
    ? path.join(folder, name ?? 'electron')
    : (officialProgram() ?? (await downloadOfficial(say)));
  const version = tryOut(program);
  const sandboxless = isRoot || (process.platform === 'linux' && forbidsUserNamespaces());
  if (sandboxless && !isRoot)
    say('· This system forbids user namespaces: Electron runs without its sandbox.');
  return { program, args: sandboxless ? ['--no-sandbox'] : [], version };
}

/** Whether a window can be shown. */
export const hasDisplay = () =>
  process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
