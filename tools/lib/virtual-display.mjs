import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const startWithinMs = 60_000;

export const hasXvfb = () => process.platform === 'linux' && !spawnSync('Xvfb', ['-help']).error;

/** Starts an X server; resolves to its display once it listens. */
function startServer(program, args) {
  const child = spawn(program, ['-displayfd', '3', '-nolisten', 'tcp', ...args], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      child.kill();
      reject(new Error(`${program} did not start`));
    }, startWithinMs);
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`${program} ended with exit code ${code}`)));
    // It picks a free number itself and writes it here once it listens.
    child.stdio[3].once('data', (chunk) => {
      clearTimeout(late);
      resolve({ display: `:${String(chunk).trim()}`, end: () => child.kill() });
    });
  });
}

/**
 * Starts an X server that draws into memory, for windows on a machine without a display.
 * @returns {Promise<{ display: string, end: () => void }>}
 */
export const startVirtualDisplay = () => startServer('Xvfb', ['-screen', '0', '1440x1000x24']);

/** Its driver for a card that is not there has outputs to plug into since 0.4. */
const DUMMY_DRIVER = '/usr/lib/xorg/modules/drivers/dummy_drv.so';
const OUTPUTS = ['DUMMY0', 'DUMMY1'];

/**
 * Why this machine cannot play one with two screens, with how to get there; null when it can.
 * @returns {string | null}
 */
export function whyNoTwoScreens() {
  if (process.platform !== 'linux') return 'a second screen can be played on Linux only, by an X server';
  const lacks =
    ['Xorg', 'xrandr'].some((program) => spawnSync(program, ['-version']).error) ||
    !fs.existsSync(DUMMY_DRIVER);
  if (lacks)
    return 'there is no X server with two screens: install it (Debian: apt install xserver-xorg-video-dummy x11-xserver-utils)';
  return fs.readFileSync(DUMMY_DRIVER).includes('DUMMY%u')
    ? null
    : 'the X server’s dummy driver has one screen: 0.4 or newer has more (Debian 12, Ubuntu 24.04)';
}

const configuration = `
Section "ServerFlags"
  Option "AutoAddDevices" "false"
EndSection
Section "Device"
  Identifier "card"
  Driver "dummy"
  VideoRam 65536
EndSection
Section "Monitor"
  Identifier "any"
  HorizSync 1-1000
  VertRefresh 1-1000
EndSection
Section "Screen"
  Identifier "screens"
  Device "card"
  Monitor "any"
  DefaultDepth 24
EndSection
`;

/**
 * Starts an X server with the till's screen and a socket beside it for another one, which is empty at first. `mirror` plugs
 * it in as many systems do at first: it shows the same as the till's.
 * @param {{ till: string, customers: string }} sizes as the server names them (1280x800, 1024x768 …)
 * @returns {Promise<{ display: string, plugIn: () => void, mirror: () => void, unplug: () => void, end: () => void }>}
 */
export async function startTwoScreens({ till, customers }) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'evertill-screens-'));
  const config = path.join(folder, 'xorg.conf');
  fs.writeFileSync(config, configuration);
  // Without -noreset it forgets its screens whenever its last window goes.
  const log = ['-logfile', path.join(folder, 'xorg.log')];
  const { display, end } = await startServer('Xorg', ['-config', config, ...log, '-noreset']);
  const [first, second] = OUTPUTS;
  const randr = (...args) => {
    const { status, stderr } = spawnSync('xrandr', ['--display', display, ...args], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`xrandr ${args.join(' ')}: ${stderr}`);
  };
  const place = (...where) => {
    randr('--addmode', second, customers);
    randr('--output', second, '--mode', customers, ...where, first);
    // Only when it is asked does the driver look what is plugged in, and tell the windows.
    randr('--query');
  };
  randr('--output', first, '--mode', till, '--primary');
  return {
    display,
    plugIn: () => place('--right-of'),
    mirror: () => place('--same-as'),
    unplug() {
      randr('--output', second, '--off');
      randr('--delmode', second, customers);
      randr('--query');
    },
    end() {
      end();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}
