import { createInterface } from 'node:readline';
import { CommandFailure } from './command-failure.ts';

const CONTROL_C = '\u0003';
const ERASE = new Set(['\u007f', '\b']);

/** A PIN from standard input: typed without an echo by a person, or the first line where it comes from a program. */
export async function readPin(name: string): Promise<string> {
  if (!process.stdin.isTTY) {
    for await (const line of createInterface({ input: process.stdin })) return line.trim();
    throw new CommandFailure('There was no PIN on standard input.');
  }
  const pin = await typed(`New PIN of ${name}: `);
  if ((await typed('Once more: ')) !== pin)
    throw new CommandFailure('The two are not the same. Nothing was changed.');
  return pin;
}

function typed(question: string): Promise<string> {
  const { stdin, stderr } = process;
  stderr.write(question);
  stdin.setRawMode(true).setEncoding('utf8').resume();
  return new Promise((resolve, reject) => {
    let text = '';
    const end = (then: () => void) => {
      stdin.off('data', onData).setRawMode(false).pause();
      stderr.write('\n');
      then();
    };
    const onData = (chunk: string) => {
      for (const key of chunk) {
        if (key === CONTROL_C) return end(() => reject(new CommandFailure('Nothing was changed.')));
        if (key === '\r' || key === '\n') return end(() => resolve(text));
        text = ERASE.has(key) ? text.slice(0, -1) : text + key;
      }
    };
    stdin.on('data', onData);
  });
}
