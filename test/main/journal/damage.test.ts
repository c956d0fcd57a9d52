import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSaleJournal, type SaleJournal } from '../../../src-main/journal/sale-journal.ts';
import { draft, provenChain, TERMINAL } from '../support/sale-drafts.ts';

const chain = { terminalId: TERMINAL, epoch: 1 };
const segment = (folder: string, first = 1) =>
  path.join(folder, TERMINAL, '1', `${String(first).padStart(10, '0')}.ndjson`);

/** What reads and mends is tested here, thousands of times; that it is on a disk, elsewhere. */
const PLACE = fs.existsSync('/dev/shm') ? '/dev/shm' : os.tmpdir();

let folder: string;
/** A chain of five sales. */
let whole: Buffer;

async function within<T>(place: string, work: (journal: SaleJournal) => Promise<T>): Promise<T> {
  const journal = await openSaleJournal(place);
  if (!journal) throw new Error('locked');
  try {
    return await work(journal);
  } finally {
    await journal.close();
  }
}

async function committed(journal: SaleJournal, number: number) {
  const outcome = await journal.commit(draft(number));
  if (!outcome.ok) throw new Error(outcome.rejection.code);
  return outcome.sale;
}

beforeEach(async () => {
  folder = fs.mkdtempSync(path.join(PLACE, 'journal-'));
  await within(folder, async (journal) => {
    for (let number = 1; number <= 5; number += 1) await journal.commit(draft(number));
  });
  whole = fs.readFileSync(segment(folder));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

test('a tail torn at any byte is cut, set aside and reported, and the next sale takes its place', async () => {
  const file = segment(folder);
  const lastLine = whole.lastIndexOf(0x0a, whole.length - 2) + 1;
  const setAside = `${file}.torn-${lastLine}`;
  for (let length = lastLine + 1; length < whole.length - 1; length += 1) {
    fs.writeFileSync(file, whole.subarray(0, length));
    await within(folder, async (journal) => {
      expect(journal.reports).toMatchObject([{ code: 'tornTail', lengthBytes: length - lastLine }]);
      expect(journal.head(chain).sequence).toBe(4);
      expect((await committed(journal, 6)).sequence).toBe(5);
      expect(provenChain(await journal.sales(chain, 0))).toEqual([]);
    });
    expect(fs.readFileSync(setAside)).toEqual(whole.subarray(lastLine, length));
    fs.rmSync(setAside);
    await within(folder, async (journal) => expect(journal.reports).toEqual([]));
  }
});

test('an entry that lacks nothing but its line end is kept: losing it could lose a sale', async () => {
  fs.writeFileSync(segment(folder), whole.subarray(0, -1));
  await within(folder, async (journal) => {
    expect(journal.reports).toMatchObject([{ code: 'tailCompleted' }]);
    expect((await committed(journal, 6)).sequence).toBe(6);
    expect(provenChain(await journal.sales(chain, 0))).toEqual([]);
  });
  await within(folder, async (journal) => expect(journal.reports).toEqual([]));
});

test('zeros after the last entry, as a power cut leaves them, are a torn tail', async () => {
  fs.appendFileSync(segment(folder), Buffer.alloc(512));
  await within(folder, async (journal) => {
    expect(journal.reports).toMatchObject([{ code: 'tornTail', lengthBytes: 512 }]);
    expect(await journal.sales(chain, 0)).toHaveLength(5);
  });
});

test('a broken entry in the middle is reported at every start; the others stay, and selling goes on in a new file', async () => {
  const bytes = Buffer.from(whole);
  const secondLine = bytes.indexOf(0x0a) + 1;
  bytes[secondLine + 40] = (bytes[secondLine + 40] ?? 0) ^ 1;
  fs.writeFileSync(segment(folder), bytes);
  for (const next of [6, 7]) {
    await within(folder, async (journal) => {
      expect(journal.reports).toMatchObject([{ code: 'brokenEntry', offset: secondLine, entry: 2 }]);
      expect(journal.reports).toHaveLength(1);
      expect(await journal.commit(draft(next))).toMatchObject({ ok: true, sale: { sequence: next } });
      const sequences = (await journal.sales(chain, 0)).map((sale) => sale.sequence);
      expect(sequences).toEqual([1, 3, 4, 5, 6, 7].filter((sequence) => sequence <= next));
    });
  }
  expect(fs.readFileSync(segment(folder))).toEqual(bytes);
  expect(fs.existsSync(segment(folder, 6))).toBe(true);
});

test('the sequence of a broken last entry is not given again: its receipt may be out', async () => {
  const bytes = Buffer.from(whole);
  bytes[bytes.length - 20] = (bytes[bytes.length - 20] ?? 0) ^ 1;
  fs.writeFileSync(segment(folder), bytes);
  await within(folder, async (journal) => {
    expect(journal.reports).toMatchObject([{ code: 'brokenEntry' }]);
    expect(journal.head(chain).sequence).toBe(5);
    expect(await journal.commit(draft(6))).toMatchObject({ ok: true, sale: { sequence: 6 } });
  });
  await within(folder, async (journal) => {
    expect((await journal.sales(chain, 0)).map((sale) => sale.sequence)).toEqual([1, 2, 3, 4, 6]);
    expect(await journal.commit(draft(7))).toMatchObject({ ok: true, sale: { sequence: 7 } });
  });
});

test('a tampered amount is found by the hash', async () => {
  const text = whole.toString().replace('"totalMinor":700', '"totalMinor":100');
  fs.writeFileSync(segment(folder), text);
  await within(folder, async (journal) => {
    expect(journal.reports[0]).toMatchObject({ code: 'brokenEntry', reason: 'wrongHash' });
    expect(await journal.sales(chain, 0)).toHaveLength(4);
  });
});

test('an entry that goes bad while the till runs is reported, and not given out', async () => {
  await within(folder, async (journal) => {
    const bytes = Buffer.from(whole);
    bytes[60] = (bytes[60] ?? 0) ^ 1;
    fs.writeFileSync(segment(folder), bytes);
    expect((await journal.sales(chain, 0)).map((sale) => sale.sequence)).toEqual([2, 3, 4, 5]);
    expect(journal.reports).toMatchObject([{ code: 'brokenEntry', offset: 0 }]);
    expect(await journal.commit(draft(1))).toMatchObject({ ok: false, rejection: { code: 'journalUnsafe' } });
  });
});

test('a file that another program made longer is not written into', async () => {
  await within(folder, async (journal) => {
    await journal.commit(draft(6));
    fs.appendFileSync(segment(folder), 'hello\n');
    expect(await journal.commit(draft(7))).toMatchObject({ ok: false, rejection: { code: 'journalUnsafe' } });
    expect(await journal.commit(draft(8))).toMatchObject({ ok: false, rejection: { code: 'journalUnsafe' } });
  });
  await within(folder, async (journal) => {
    expect(await journal.sales(chain, 0)).toHaveLength(6);
    expect(await journal.commit(draft(8))).toMatchObject({ ok: true });
  });
});

test('a journal whose file was removed says so instead of selling into nothing', async () => {
  await within(folder, async (journal) => {
    await journal.commit(draft(6));
    fs.rmSync(segment(folder));
    expect(await journal.commit(draft(7))).toMatchObject({ ok: false, rejection: { code: 'journalUnsafe' } });
  });
});

test('whatever byte is flipped, at most two entries are lost, the rest stays proven and selling goes on', async () => {
  const flipped = fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
    const place = fs.mkdtempSync(path.join(os.tmpdir(), 'journal-'));
    try {
      const bytes = Buffer.from(whole);
      const position = at % bytes.length;
      bytes[position] = (bytes[position] ?? 0) ^ mask;
      fs.mkdirSync(path.dirname(segment(place)), { recursive: true });
      fs.writeFileSync(segment(place), bytes);
      await within(place, async (journal) => {
        expect(journal.reports.length).toBeGreaterThan(0);
        const kept = (await journal.sales(chain, 0)).map((sale) => sale.sequence);
        expect(kept.length).toBeGreaterThanOrEqual(3);
        const sale = await committed(journal, 77);
        expect(kept).not.toContain(sale.sequence);
      });
    } finally {
      fs.rmSync(place, { recursive: true, force: true });
    }
  });
  await fc.assert(flipped, { numRuns: 60 });
});
