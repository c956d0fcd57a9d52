import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exportJournal } from '../../../src-main/journal/export-journal.ts';
import { nodeFileSystem } from '../../../src-main/journal/file-system.ts';
import { runJournalCommand } from '../../../src-main/journal/journal-command.ts';
import { openSaleJournal } from '../../../src-main/journal/sale-journal.ts';
import { draft, saleId, shiftRecord, stockRecord, TERMINAL } from '../support/sale-drafts.ts';

const FIXTURE = path.resolve(import.meta.dirname, 'fixtures/journal-of-0.1.0.ndjson');
const LAUNCHER = path.resolve(import.meta.dirname, '../../../tools/journal.mjs');
let place: string;
/** An exported journal of several files. */
let copy: string;
const file = () => path.join(copy, TERMINAL, '1', '0000000001.ndjson');

beforeEach(async () => {
  place = fs.mkdtempSync(path.join(os.tmpdir(), 'journal-'));
  const journal = await openSaleJournal(path.join(place, 'journal'), nodeFileSystem, 6000);
  if (!journal) throw new Error('locked');
  await journal.record(shiftRecord(1, { kind: 'opened' }));
  for (let number = 1; number <= 14; number += 1) await journal.commit(draft(number));
  await journal.record(stockRecord(1));
  const outcome = await exportJournal(journal, place, { now: new Date(), version: '1' });
  if (!outcome.ok) throw new Error(outcome.rejection.code);
  copy = outcome.exported.folder;
  await journal.close();
});
afterEach(() => fs.rmSync(place, { recursive: true, force: true }));

async function run(...args: string[]) {
  const said: string[] = [];
  const complained: string[] = [];
  const code = await runJournalCommand(args, {
    say: (line) => said.push(line),
    complain: (line) => complained.push(line),
  });
  return { code, said: said.join('\n'), complained: complained.join('\n') };
}

/** Changes one character of an entry in the first file of the copy. */
function plant(line: number, from: string, to: string): number {
  const lines = fs.readFileSync(file(), 'utf8').split('\n');
  const before = lines[line - 1] ?? '';
  expect(before).toContain(from);
  lines[line - 1] = before.replace(from, to);
  fs.writeFileSync(file(), lines.join('\n'));
  return Buffer.byteLength(lines.slice(0, line - 1).join('\n')) + 1;
}

test('a journal, an export of it and each file alone are whole', async () => {
  expect(await run('verify', path.join(place, 'journal'))).toMatchObject({ code: 0, complained: '' });
  const whole = await run('verify', copy);
  expect(whole).toMatchObject({ code: 0, complained: '' });
  expect(whole.said).toContain('16 entries');
  expect(whole.said).toContain('nothing is missing');
  const files = fs.readdirSync(path.dirname(file()));
  expect(files.length).toBeGreaterThan(1);
  for (const name of files)
    expect(await run('verify', path.join(path.dirname(file()), name))).toMatchObject({ code: 0 });
  expect(await run('verify', FIXTURE)).toMatchObject({ code: 0 });
});

test('npm run journal names the first broken entry by file, line, byte and number, and fails', async () => {
  const offset = plant(4, '"totalMinor":700', '"totalMinor":701');
  plant(5, '"totalMinor":700', '"totalMinor":702');
  const failed = await promisify(execFile)(process.execPath, [LAUNCHER, 'verify', file()]).then(
    () => null,
    (error: { code: number; stdout: string; stderr: string }) => error,
  );
  expect(failed?.code).toBe(1);
  expect(failed?.stderr).toContain(
    `first broken entry: ${file()}, line 4 (byte ${offset}), entry 4: its content is not what was written (wrongHash)`,
  );
});

test('what else can be wrong is named too', async () => {
  const whole = fs.readFileSync(file(), 'utf8');
  const lines = whole.trimEnd().split('\n');
  const cases: readonly (readonly [string, string])[] = [
    [`${whole}{"half`, 'torn'],
    [`${lines.toSpliced(2, 1).join('\n')}\n`, 'line 3 (byte'],
    [`${lines.toSpliced(2, 1).join('\n')}\n`, 'wrongNumber'],
    [`${lines.toSpliced(1, 1, 'hello').join('\n')}\n`, 'line 2 (byte'],
    [`${lines.join('\n')}\n${lines.at(-1)}\n`, 'wrongNumber'],
    [whole.replaceAll(TERMINAL, TERMINAL.replace('1', '2')), 'wrongHash'],
  ];
  for (const [text, words] of cases) {
    fs.writeFileSync(file(), text);
    const { code, complained } = await run('verify', file());
    expect(code).toBe(1);
    expect(complained).toContain(words);
  }
});

test('a copy that lacks a file, or has another one in its place, says so', async () => {
  const gone = fs.readdirSync(path.dirname(file())).at(-1) ?? '';
  fs.rmSync(path.join(path.dirname(file()), gone));
  const missing = await run('verify', copy);
  expect(missing).toMatchObject({ code: 1 });
  expect(missing.complained).toContain(`${TERMINAL}/1/${gone} is missing`);
  fs.rmSync(file());
  expect((await run('verify', copy)).complained).toContain(`${TERMINAL}/1/0000000001.ndjson is missing`);
});

test('the first file of a chain that is missing is noticed without a manifest', async () => {
  fs.rmSync(path.join(copy, 'manifest.json'));
  fs.rmSync(file());
  expect((await run('verify', copy)).complained).toContain('wrongNumber');
});

test('list counts, show shows, and a wrong call is told how', async () => {
  expect((await run('list', file())).said).toMatch(/\d+ sales, 1 shift events, 0 stock commands, 0 requests/);
  expect((await run('show', file())).said).toContain(`2  sale  ${saleId(1)}`);
  expect(JSON.parse((await run('show', file(), '2')).said)).toMatchObject({ entry: 2, kind: 'sale' });
  expect(await run('show', file(), '99')).toMatchObject({ code: 1 });
  expect(await run('verify', path.join(place, 'nope'))).toMatchObject({ code: 1 });
  expect(await run('prove')).toMatchObject({ code: 2 });
});
