import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSaleJournal, type SaleJournal } from '../../../src-main/journal/sale-journal.ts';
import { MemoryDisk } from '../support/memory-disk.ts';
import { draft, provenChain, saleId, TERMINAL } from '../support/sale-drafts.ts';

const chain = { terminalId: TERMINAL, epoch: 1 };
/** Holds only the lock; the entries are on the disk in memory. */
let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'journal-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

async function open(disk: MemoryDisk): Promise<SaleJournal> {
  const journal = await openSaleJournal(folder, disk, 3000);
  if (!journal) throw new Error('locked');
  return journal;
}

/** How many calls that change something one append makes, when each write takes 200 bytes. */
async function callsOfAnAppend(): Promise<number> {
  const disk = new MemoryDisk();
  disk.mostPerWrite = 200;
  const journal = await open(disk);
  await journal.commit(draft(1));
  const before = disk.calls;
  await journal.commit(draft(2));
  await journal.close();
  return disk.calls - before;
}

test.for([
  ['ENOSPC', 'diskFull'],
  ['EIO', 'writeFailed'],
] as const)(
  '%s at any call of an append leaves nothing of it, and the next sale goes in',
  async ([fault, code]) => {
    const calls = await callsOfAnAppend();
    expect(calls).toBeGreaterThan(3);
    for (let failIn = 0; failIn < calls; failIn += 1) {
      const disk = new MemoryDisk();
      const journal = await open(disk);
      await journal.commit(draft(1));
      Object.assign(disk, { failIn, failures: 1, fault, mostPerWrite: 200 });
      expect(await journal.commit(draft(2))).toMatchObject({ ok: false, rejection: { code } });
      expect(await journal.sales(chain, 0)).toHaveLength(1);
      expect((await journal.commit(draft(3))).ok).toBe(true);
      await journal.close();
      disk.cutPower(0, false);
      const after = await open(disk);
      expect(after.reports).toEqual([]);
      const sales = await after.sales(chain, 0);
      expect(provenChain(sales)).toEqual([]);
      expect(sales.map((sale) => sale.id)).toEqual([1, 3].map(saleId));
      await after.close();
    }
  },
);

test('when a failed append cannot be taken back, nothing is sold until a restart has looked', async () => {
  const disk = new MemoryDisk();
  const journal = await open(disk);
  await journal.commit(draft(1));
  Object.assign(disk, { failIn: 0, failures: 2, fault: 'EIO' });
  expect(await journal.commit(draft(2))).toMatchObject({ ok: false, rejection: { code: 'journalUnsafe' } });
  expect(await journal.commit(draft(3))).toMatchObject({ ok: false, rejection: { code: 'journalUnsafe' } });
  expect(await journal.sales(chain, 0)).toHaveLength(1);
  await journal.close();
  const after = await open(disk);
  expect(after.reports).toMatchObject([{ code: 'tornTail' }]);
  expect(await after.commit(draft(3))).toMatchObject({ ok: true, sale: { sequence: 2 } });
  await after.close();
});

test('a disk without room for a first file refuses the sale and takes it when there is room', async () => {
  const disk = new MemoryDisk();
  const journal = await open(disk);
  for (let failIn = 0; failIn < 3; failIn += 1) {
    Object.assign(disk, { failIn, failures: 1, fault: 'ENOSPC' });
    expect(await journal.commit(draft(1))).toMatchObject({ ok: false, rejection: { code: 'diskFull' } });
  }
  expect(await journal.commit(draft(1))).toMatchObject({ ok: true, sale: { sequence: 1 } });
  await journal.close();
});

test('a disk that refuses at the start to cut a torn tail is read, and not written', async () => {
  const disk = new MemoryDisk();
  const before = await open(disk);
  await before.commit(draft(1));
  await before.close();
  for (const stored of disk.files.values()) stored.seen = Buffer.concat([stored.seen, Buffer.from('{"id"')]);
  Object.assign(disk, { failIn: 0, failures: 99, fault: 'EIO' });
  const journal = await open(disk);
  expect(journal.reports).toMatchObject([{ code: 'unrepairedTail' }]);
  expect(await journal.sales(chain, 0)).toHaveLength(1);
  expect(await journal.commit(draft(2))).toMatchObject({ ok: false, rejection: { code: 'journalUnsafe' } });
  await journal.close();
});

test('a real disk that takes a part of an entry and refuses the rest leaves none of it', async () => {
  const program = fileURLToPath(new URL('../support/commit-until-refused.ts', import.meta.url));
  const place = path.join(folder, 'limited');
  // The system refuses files of more than 64 KB to this process, with a short write at the edge.
  const { stdout } = await promisify(execFile)('sh', [
    '-c',
    'ulimit -f 128 && exec "$0" "$1" "$2"',
    process.execPath,
    program,
    place,
  ]);
  const { acknowledged, refusals } = JSON.parse(stdout);
  expect(acknowledged).toBeGreaterThan(10);
  expect(refusals).toEqual(['writeFailed EFBIG']);
  const journal = await openSaleJournal(place);
  expect(journal?.reports).toEqual([]);
  const sales = (await journal?.sales(chain, 0)) ?? [];
  expect(sales).toHaveLength(acknowledged);
  expect(provenChain(sales)).toEqual([]);
  await journal?.close();
});

type Act = 'commit' | 'fail' | 'cutPower';
const acts = fc.array(
  fc.record({
    act: fc.constantFrom<Act>('commit', 'commit', 'commit', 'fail', 'cutPower'),
    at: fc.nat({ max: 9 }),
    failures: fc.integer({ min: 1, max: 3 }),
    kept: fc.double({ min: 0, max: 1, noNaN: true }),
    zeros: fc.boolean(),
    mostPerWrite: fc.integer({ min: 50, max: 2000 }),
  }),
  { minLength: 3, maxLength: 40 },
);

test('through faults and power cuts every acknowledged sale stays, once, in an unbroken chain', async () => {
  let acknowledgedInAll = 0;
  const survives = fc.asyncProperty(acts, async (steps) => {
    const disk = new MemoryDisk();
    let journal = await open(disk);
    const acknowledged: string[] = [];
    for (const [index, step] of steps.entries()) {
      disk.mostPerWrite = step.mostPerWrite;
      if (step.act === 'cutPower') {
        await journal.close();
        disk.cutPower(step.kept, step.zeros);
        journal = await open(disk);
        continue;
      }
      if (step.act === 'fail') Object.assign(disk, { failIn: step.at, failures: step.failures });
      const outcome = await journal.commit(draft(index + 1));
      if (outcome.ok) acknowledged.push(outcome.sale.id);
      Object.assign(disk, { failIn: Number.POSITIVE_INFINITY, failures: 0 });
    }
    await journal.close();
    disk.cutPower(0, false);
    const after = await open(disk);
    const sales = await after.sales(chain, 0);
    await after.close();
    expect(provenChain(sales)).toEqual([]);
    expect(sales.map((sale) => sale.id)).toEqual(expect.arrayContaining(acknowledged));
    acknowledgedInAll += acknowledged.length;
  });
  await fc.assert(survives, { numRuns: 150 });
  expect(acknowledgedInAll).toBeGreaterThan(500);
});
