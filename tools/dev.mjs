// npm run dev: the shop for whoever works on it. The server starts anew when its source changes, the page is exchanged
// in place as it is edited. `npm run dev -- --electron` opens the till's own window on top: main, preload and page are
// rebuilt on every change, and the window starts anew when main or preload were.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { parseArgs } from 'node:util';
import { findElectron } from './lib/electron-runtime.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { childEnv, inProject, node24, projectRoot } from './lib/project.mjs';
import { continueInNode24 } from './lib/run.mjs';
import { freePort, pairingCode, serverCommand, untilReady } from './lib/server-process.mjs';

ensureInstalled();
await continueInNode24();
const { values: options } = parseArgs({ options: { electron: { type: 'boolean', default: false } } });
const { build, createServer } = await import('vite');
const { nodeBundle, rendererBundle } = await import('./lib/vite.mjs');

const dataFolder = inProject('.evertill', 'dev');
const children = new Set();

/** Starts a process of this session; it ends with the session. */
function start(program, args, env = {}) {
  const child = spawn(program, args, { cwd: projectRoot, env: childEnv(env), stdio: 'inherit' });
  children.add(child);
  const ended = new Promise((resolve) => {
    child.on('error', (error) => resolve({ reason: error.message }));
    child.on('exit', (code) => resolve({ reason: `exit code ${code}` }));
  });
  void ended.then(() => children.delete(child));
  return { child, ended };
}

const port = await freePort(7430);
const server = `http://127.0.0.1:${port}`;
const serverData = `${dataFolder}/server`;
const watched = ['--watch', '--watch-path=src-server', '--watch-path=shared', '--watch-preserve-output'];
const shop = start(node24(), [
  ...watched,
  serverCommand,
  'demo',
  '--data',
  serverData,
  '--port',
  String(port),
]);
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    for (const child of children) child.kill('SIGTERM');
    void shop.ended.then(() => process.exit(0));
  });
}

await untilReady({ port, ended: shop.ended });
const code = await pairingCode({ dataFolder: serverData, port, store: 'main' });

if (options.electron) {
  // What is built here is not what `npm run build` remembers having built.
  fs.rmSync(inProject('out', '.built'), { recursive: true, force: true });
  const electron = await findElectron({ say: (line) => console.log(line) });
  let window;
  const openWindow = () => {
    window?.child.kill();
    window = start(electron.program, [...electron.args, projectRoot], {
      EVERTILL_PAIR_SERVER: server,
      EVERTILL_PAIR_CODE: code,
      EVERTILL_USER_DATA: `${dataFolder}/till`,
    });
  };
  const rebuild = async (config, onBuilt) => {
    const watcher = await build({ ...config, build: { ...config.build, watch: {} } });
    // The first build is waited for; each one after it is announced.
    await new Promise((resolve) => {
      watcher.on('event', (event) => {
        if (event.code === 'END') resolve();
        if (event.code === 'ERROR') console.error(event.error.message);
        if (event.code === 'END' && window) onBuilt();
      });
    });
  };
  await rebuild(rendererBundle(), () => console.log('· The page is built: reload the window (Ctrl+R)'));
  for (const name of ['till', 'display'])
    await rebuild(
      nodeBundle(`src-main/preload/${name}.ts`, `preload/${name}.cjs`, { alone: false }),
      openWindow,
    );
  await rebuild(nodeBundle('src-main/index.ts', 'main/index.cjs'), openWindow);
  openWindow();
} else {
  const page = rendererBundle();
  const api = { target: server, changeOrigin: true };
  const vite = await createServer({
    ...page,
    base: '/',
    server: { ...page.server, host: '127.0.0.1', proxy: { '/v1': api, '/healthz': api, '/readyz': api } },
  });
  await vite.listen();
  console.log(`✓ The till is at ${vite.resolvedUrls.local[0]}#pair=${code}`);
}
