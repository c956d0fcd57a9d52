// npm start: installs, builds, starts the central server with a demo shop, pairs a till with it and opens the till.
// Runs on the Node that is there (20 or newer), before anything is installed.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { isBuilt } from './build.mjs';
import { findElectron, hasDisplay } from './lib/electron-runtime.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { childEnv, inProject, projectRoot, requireLauncherNode } from './lib/project.mjs';
import { runNode, secondsSince, whenNpmIsGone } from './lib/run.mjs';
import { Running } from './lib/running.mjs';
import {
  endServer,
  freePort,
  lastWords,
  pairingCode,
  startServer,
  untilReady,
} from './lib/server-process.mjs';

const usage = `npm start [-- options]
  --data DIR    where the shop and the till keep their data (default: .evertill)
  --port N      the server's port (default: that of the last start, or 7420)
  --store CODE  the store the till belongs to (default: main)
  --browser     open the till in a browser in place of its own window
  --no-window   open nothing, only name the till's address`;

const startedAtMs = Date.now();
const say = (line) => console.log(line);

/** Everything that has been started, in the order in which it must end. */
const toEnd = [];
let ending = false;

async function end(exitCode) {
  if (ending) return;
  ending = true;
  for (const stop of toEnd.reverse()) await stop();
  process.exit(exitCode);
}

function fail(message) {
  console.error(`✗ ${message}`);
  return end(1);
}

/** Says what a program reports of its progress (the lines of its log that end in …), until it is stopped. */
function followProgress(logFile) {
  let read = 0;
  const timer = setInterval(() => {
    const lines = fs.readFileSync(logFile, 'utf8').split('\n').slice(0, -1);
    for (const line of lines.slice(read)) if (line.endsWith('…')) say(`  ${line}`);
    read = lines.length;
  }, 200);
  return () => clearInterval(timer);
}

function openInBrowser(address) {
  const openers = { darwin: ['open'], win32: ['cmd', '/c', 'start', ''] };
  const [program, ...args] = openers[process.platform] ?? ['xdg-open'];
  const opener = spawn(program, [...args, address], { stdio: 'ignore', detached: true });
  // Nothing to open it with: the address stands above.
  opener.on('error', () => {});
  opener.unref();
}

/** Opens the till's own window. Answers how it ended, once it has. */
function openWindow({ electron, dataFolder, running, environment }) {
  const logFile = path.join(dataFolder, 'till.log');
  const log = fs.openSync(logFile, 'w');
  const env = childEnv({ ...environment, EVERTILL_USER_DATA: path.join(dataFolder, 'till') });
  delete env.ELECTRON_RUN_AS_NODE;
  const child = spawn(electron.program, [...electron.args, projectRoot], {
    cwd: projectRoot,
    env,
    stdio: ['ignore', log, log],
    detached: process.platform !== 'win32',
  });
  fs.closeSync(log);
  const ended = new Promise((resolve) => {
    child.on('error', (error) => resolve({ failed: error.message }));
    child.on('exit', (code, signal) =>
      resolve({ failed: code ? `exit code ${code}` : (signal ?? undefined) }),
    );
  });
  if (child.pid) running.note('till', { pid: child.pid, word: path.basename(electron.program) });
  toEnd.push(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    const insist = setTimeout(() => child.kill('SIGKILL'), 8_000);
    await ended;
    clearTimeout(insist);
  });
  return { ended, logFile };
}

async function startShop({ dataFolder, running, wantedPort }) {
  const serverData = path.join(dataFolder, 'server');
  const port = await freePort(wantedPort);
  if (port !== wantedPort) say(`· Port ${wantedPort} is taken by another program; using ${port}`);
  running.notePort(wantedPort);
  const isNew = !fs.existsSync(serverData);
  const logFile = path.join(dataFolder, 'server.log');
  const server = startServer({ command: 'demo', dataFolder: serverData, port, logFile });
  if (server.child.pid) running.note('server', { pid: server.child.pid, word: 'cli.ts', endsAlone: true });
  toEnd.push(() => endServer(server));
  say(isNew ? '· Starting the server; it makes its database and the demo shop …' : '· Starting the server …');
  const stopFollowing = followProgress(logFile);
  try {
    await untilReady({ port, ended: server.ended });
  } catch (error) {
    throw new Error(`${error.message}. Its last words (all of them: ${logFile}):\n${lastWords(logFile)}`);
  } finally {
    stopFollowing();
  }
  void server.ended.then(async ({ reason }) => {
    if (!ending) await fail(`The server ended (${reason}):\n${lastWords(logFile)}`);
  });
  say(`✓ The server is ready at http://127.0.0.1:${port}`);
  return { port, serverData };
}

async function main() {
  requireLauncherNode();
  const { values: options } = parseArgs({
    options: {
      data: { type: 'string', default: process.env.EVERTILL_START_DATA ?? '.evertill' },
      port: { type: 'string', default: process.env.EVERTILL_PORT },
      store: { type: 'string', default: 'main' },
      browser: { type: 'boolean', default: false },
      'no-window': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (options.help) return say(usage);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void end(0));
  whenNpmIsGone(() => void end(0));

  ensureInstalled();
  if (!isBuilt()) {
    say('· Building the till …');
    const code = await runNode([inProject('tools', 'build.mjs')]);
    if (code !== 0) return fail('The build failed; what it said stands above.');
  }

  const dataFolder = path.resolve(projectRoot, options.data);
  const running = new Running(dataFolder);
  if ((await running.clear()) > 0) say('· Ended what an earlier start had left running on this data');
  running.note('launcher', { pid: process.pid, word: 'start.mjs' });
  const wantedPort = Number(options.port ?? running.port ?? 7420);
  const { port, serverData } = await startShop({ dataFolder, running, wantedPort });

  const server = `http://127.0.0.1:${port}`;
  const code = await pairingCode({ dataFolder: serverData, port, store: options.store });
  const address = `${server}/#pair=${code}`;
  const nameAddress = () => {
    say(`✓ The till is at ${address}`);
    say(
      '  (the code in it is good for ten minutes and one till; `npm run server -- pair --store main` makes another)',
    );
    say(`✓ Ready after ${secondsSince(startedAtMs)}. Ctrl+C stops everything.`);
  };

  if (options['no-window']) return nameAddress();
  if (!hasDisplay()) {
    say('· There is no display here, so no window: open the till in a browser.');
    return nameAddress();
  }
  const inBrowser = (why) => {
    say(why);
    nameAddress();
    openInBrowser(address);
  };
  if (options.browser) return inBrowser('· Opening the till in a browser.');
  let electron;
  try {
    electron = await findElectron({ say });
  } catch (error) {
    return inBrowser(`· The till opens in a browser. Electron cannot be had here: ${error.message}.`);
  }
  const environment = { EVERTILL_PAIR_SERVER: server, EVERTILL_PAIR_CODE: code };
  const window = openWindow({ electron, dataFolder, running, environment });
  say(
    `✓ The till is open after ${secondsSince(startedAtMs)}. Closing its window, or Ctrl+C, stops everything.`,
  );
  const { failed } = await window.ended;
  if (ending) return;
  if (!failed) return end(0);
  inBrowser(`· The till's window ended (${failed}; see ${window.logFile}). It opens in a browser.`);
}

main().catch((error) => fail(error.message));
