import { spawn, spawnSync } from 'node:child_process';

const startWithinMs = 15_000;

export const hasXvfb = () => process.platform === 'linux' && !spawnSync('Xvfb', ['-help']).error;

/**
 * Starts an X server that draws into memory, for windows on a machine without a display.
 * @returns {Promise<{ display: string, end: () => void }>}
 */
export function startVirtualDisplay() {
  const args = ['-displayfd', '3', '-screen', '0', '1440x1000x24', '-nolisten', 'tcp'];
  const child = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('Xvfb did not start')), startWithinMs);
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`Xvfb ended with exit code ${code}`)));
    // It picks a free number itself and writes it here once it listens.
    child.stdio[3].once('data', (chunk) => {
      clearTimeout(late);
      resolve({ display: `:${String(chunk).trim()}`, end: () => child.kill() });
    });
  });
}
