// What of Evertill is running on a data folder, so that a start after a killed one finds the floor clean.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const pollMs = 100;

/** Whether a process runs. One that has ended but that nobody has asked after yet (a zombie) does not. */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
  try {
    return !/^\d+ \(.*\) Z /s.test(fs.readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    // Not Linux, or gone in between: kill has the word.
    return process.platform !== 'linux';
  }
}

/** A number may have been given to a stranger's process since: only what looks like ours is touched. */
function looksLike(pid, word) {
  try {
    if (process.platform === 'win32') {
      return execFileSync('tasklist', ['/FI', `PID eq ${pid}`, '/NH'], { encoding: 'utf8' }).includes('.exe');
    }
    return execFileSync('ps', ['-p', String(pid), '-o', 'args='], { encoding: 'utf8' }).includes(word);
  } catch {
    return (
      fs.existsSync(`/proc/${pid}/cmdline`) && fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(word)
    );
  }
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function isGoneWithin(pid, ms) {
  for (let waitedMs = 0; isAlive(pid); waitedMs += pollMs) {
    if (waitedMs > ms) return false;
    await pause(pollMs);
  }
  return true;
}

async function end({ pid, endsAlone }, patienceMs) {
  // A server notices that its launcher is gone. To ask it again while it closes its database would hurry it.
  if (endsAlone && (await isGoneWithin(pid, patienceMs))) return;
  for (const signal of ['SIGTERM', 'SIGKILL']) {
    process.kill(pid, signal);
    if (await isGoneWithin(pid, patienceMs)) return;
  }
}

/** The record of one data folder: which processes belong to it, and the port the tills know. */
export class Running {
  #file;
  #record;
  #patienceMs;

  constructor(dataFolder, { patienceMs = 15_000 } = {}) {
    this.#patienceMs = patienceMs;
    this.#file = path.join(dataFolder, 'running.json');
    try {
      this.#record = JSON.parse(fs.readFileSync(this.#file, 'utf8'));
    } catch {
      this.#record = { processes: {} };
    }
  }

  /** The port of the first start: a till that was paired there looks for its server there. */
  get port() {
    return this.#record.port;
  }

  /** Ends whatever an earlier start left behind. Answers how many processes that were. */
  async clear() {
    let ended = 0;
    // The launcher first: asked politely, it ends the others in order.
    for (const known of Object.values(this.#record.processes)) {
      if (known.pid === process.pid || !isAlive(known.pid) || !looksLike(known.pid, known.word)) continue;
      await end(known, this.#patienceMs);
      ended += 1;
    }
    this.#write({ ...this.#record, processes: {} });
    return ended;
  }

  /**
   * @param {string} name
   * @param {{ pid: number, word: string, endsAlone?: boolean }} known `word` is something its command line contains;
   *   `endsAlone`: it ends by itself when its launcher does
   */
  note(name, known) {
    this.#write({ ...this.#record, processes: { ...this.#record.processes, [name]: known } });
  }

  notePort(port) {
    this.#write({ ...this.#record, port });
  }

  #write(record) {
    this.#record = record;
    fs.mkdirSync(path.dirname(this.#file), { recursive: true });
    fs.writeFileSync(`${this.#file}.new`, JSON.stringify(record));
    fs.renameSync(`${this.#file}.new`, this.#file);
  }
}
