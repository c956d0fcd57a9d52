import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runJournalCommand } from '../../../src-main/journal/journal-command.ts';
import { openSaleJournal } from '../../../src-main/journal/sale-journal.ts';
import { draft, provenChain, saleId, TERMINAL } from '../support/sale-drafts.ts';

const chain = { terminalId: TERMINAL, epoch: 1 };
const program = path.resolve(import.meta.dirname, '../support/commit-until-killed.ts');
let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'journal-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const startWriter = (firstNumber: number): ChildProcess =>
  spawn(process.execPath, [program, folder, String(firstNumber)], { stdio: ['ignore', 'pipe', 'inherit'] });

/** Kills the writer some sales after its first; answers the numbers that it had acknowledged. */
async function acknowledgedBeforeKill(firstNumber: number, waitMs: number): Promise<number[]> {
  const child = startWriter(firstNumber);
  let said = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    if (said === '') setTimeout(() => child.kill('SIGKILL'), waitMs);
    said += chunk.toString();
  });
  await new Promise((resolve) => child.once('close', resolve));
  const lines = said.split('\n').slice(0, -1);
  return lines.map((line) => Number(line.split(' ')[0]));
}

test('kill -9 at any moment: every acknowledged sale is there, none twice, none out of turn', {
  timeout: 120_000,
}, async () => {
  const acknowledged: number[] = [];
  for (let round = 0; round < 12; round += 1) {
    const numbers = await acknowledgedBeforeKill(1 + round * 100_000, round * 3);
    expect(numbers.length).toBeGreaterThan(0);
    acknowledged.push(...numbers);
  }
  const journal = await openSaleJournal(folder);
  if (!journal) throw new Error('a dead writer still holds the lock');
  const sales = [];
  for (let after = 0; ; after = sales.length) {
    const page = await journal.sales(chain, after);
    if (page.length === 0) break;
    sales.push(...page);
  }
  expect(provenChain(sales)).toEqual([]);
  const ids = new Set(sales.map((sale) => sale.id));
  expect(acknowledged.filter((number) => !ids.has(saleId(number)))).toEqual([]);
  // At most one sale a round was on the disk and not yet said.
  expect(sales.length - acknowledged.length).toBeLessThanOrEqual(12);
  await journal.close();
  const faults: string[] = [];
  const proof = { say: () => undefined, complain: (line: string) => faults.push(line) };
  expect({ code: await runJournalCommand(['verify', folder], proof), faults }).toEqual({
    code: 0,
    faults: [],
  });
});

test('while one process writes, no other can open the journal; after kill -9 the next one can', async () => {
  const child = startWriter(1);
  await new Promise((resolve) => child.stdout?.once('data', resolve));
  expect(await openSaleJournal(folder)).toBeNull();
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('close', resolve));
  const journal = await openSaleJournal(folder);
  expect(journal).not.toBeNull();
  await journal?.close();
});

test('one process cannot open the journal twice', async () => {
  const first = await openSaleJournal(folder);
  expect(await openSaleJournal(folder)).toBeNull();
  await first?.close();
  const second = await openSaleJournal(folder);
  expect(second).not.toBeNull();
  await second?.close();
});

test('a writer whose lock was taken over writes nothing more', async () => {
  const journal = await openSaleJournal(folder);
  if (!journal) throw new Error('locked');
  expect((await journal.commit(draft(1))).ok).toBe(true);
  fs.rmSync(path.join(folder, 'writer.lock'));
  const other = await openSaleJournal(folder);
  expect(await journal.commit(draft(2))).toMatchObject({ ok: false, rejection: { code: 'journalLocked' } });
  expect(await other?.commit(draft(3))).toMatchObject({ ok: true, sale: { sequence: 2 } });
  await journal.close();
  expect(await other?.commit(draft(4))).toMatchObject({ ok: true });
  await other?.close();
});

test('a lock that cannot be read, or of a machine that was restarted, holds nobody up', async () => {
  for (const left of [
    '',
    '{"pid":1}',
    JSON.stringify({ pid: 1, startedAt: 'b0 1', takenAtMs: 0, token: 't' }),
  ]) {
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, 'writer.lock'), left);
    const journal = await openSaleJournal(folder);
    expect(journal).not.toBeNull();
    await journal?.close();
  }
});
