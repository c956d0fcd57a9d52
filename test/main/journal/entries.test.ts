import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { canonicalJson } from '../../../shared/core/canonical-json.ts';
import type { JournalEntry } from '../../../shared/journal/entry.ts';
import type { TenderedSale } from '../../../shared/sale/sale.ts';
import { nodeFileSystem } from '../../../src-main/journal/file-system.ts';
import { openSaleJournal, type SaleJournal } from '../../../src-main/journal/sale-journal.ts';
import { MemoryDisk } from '../support/memory-disk.ts';
import {
  draft,
  officeRequest,
  provenChain,
  requestRecord,
  saleId,
  shiftEvent,
  shiftRecord,
  stockRecord,
  TERMINAL,
} from '../support/sale-drafts.ts';

const chain = { terminalId: TERMINAL, epoch: 1 };
const FIXTURE = path.resolve(import.meta.dirname, 'fixtures/journal-of-0.1.0.ndjson');
let folder: string;
let opened: SaleJournal[] = [];

const segment = (first = 1) => path.join(folder, TERMINAL, '1', `${String(first).padStart(10, '0')}.ndjson`);

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'journal-'));
});
afterEach(async () => {
  for (const journal of opened) await journal.close();
  opened = [];
  fs.rmSync(folder, { recursive: true, force: true });
});

async function open(segmentBytes?: number): Promise<SaleJournal> {
  const journal = await openSaleJournal(folder, nodeFileSystem, segmentBytes);
  if (!journal) throw new Error('locked');
  opened.push(journal);
  return journal;
}

/** Sale, event, sale, command, sale. */
async function ofAllKinds(journal: SaleJournal): Promise<void> {
  await journal.commit(draft(1));
  await journal.record(shiftRecord(1));
  await journal.commit(draft(2));
  await journal.record(stockRecord(1));
  await journal.commit(draft(3));
}

/** Proves the entries with code of its own. */
function provenEntries(entries: readonly JournalEntry[]): string[] {
  let previous = '0'.repeat(64);
  return entries.flatMap((entry, index) => {
    const { hash, ...open } = entry;
    const wrong = createHash('sha256').update(canonicalJson(open)).digest('hex') !== hash;
    const faults = [
      entry.entry === index + 1 ? [] : [`${entry.entry} stands at ${index + 1}`],
      entry.previous === previous ? [] : [`${entry.entry} is not linked`],
      wrong ? [`${entry.entry} has a wrong hash`] : [],
    ].flat();
    previous = hash;
    return faults;
  });
}

test('sales, shift events and stock commands are entries of one chain; sales keep a sequence of their own', async () => {
  const journal = await open();
  await ofAllKinds(journal);
  const entries = await journal.entries(chain, 0);
  expect(entries.map((entry) => entry.kind)).toEqual(['sale', 'shiftEvent', 'sale', 'stockCommand', 'sale']);
  expect(provenEntries(entries)).toEqual([]);
  const sales = await journal.sales(chain, 0);
  expect(provenChain(sales)).toEqual([]);
  const head = { entry: 5, entryHash: entries[4]?.hash, sequence: 3, hash: sales[2]?.hash };
  expect(journal.head(chain)).toEqual(head);
  expect(journal.chains()).toEqual([{ ...chain, ...head, brokenLines: 0 }]);
  await journal.close();
  const again = await open();
  expect(again.reports).toEqual([]);
  expect(await again.entries(chain, 0)).toEqual(entries);
  expect(await again.entries(chain, 3, 1)).toEqual([entries[3]]);
  expect(again.head(chain)).toEqual(head);
});

test('the same record again gets the same answer; the same id with another content is refused', async () => {
  const journal = await open();
  const first = await journal.record(shiftRecord(1));
  expect(first).toMatchObject({ ok: true, entry: { entry: 1, kind: 'shiftEvent', document: shiftEvent(1) } });
  expect(await journal.record(shiftRecord(1))).toEqual(first);
  expect(await journal.record(shiftRecord(1, { amountMinor: 1 }))).toMatchObject({
    ok: false,
    rejection: { code: 'otherContent' },
  });
  await journal.close();
  expect(await (await open()).record(shiftRecord(1))).toEqual(first);
});

test('an append of any kind is one write and one fsync', async () => {
  const disk = new MemoryDisk();
  const journal = await openSaleJournal(folder, disk);
  if (!journal) throw new Error('locked');
  opened.push(journal);
  await journal.commit(draft(1));
  for (const append of [
    () => journal.commit(draft(2)),
    () => journal.record(shiftRecord(1)),
    () => journal.record(stockRecord(1)),
    () => journal.record(requestRecord(1)),
  ]) {
    const before = disk.calls;
    expect((await append()).ok).toBe(true);
    expect(disk.calls - before).toBe(2);
  }
});

test('a request to head office is an entry of the chain, and is told again after a restart', async () => {
  const journal = await open();
  await ofAllKinds(journal);
  const asked = await journal.record(requestRecord(1));
  expect(asked).toMatchObject({ ok: true, entry: { entry: 6, kind: 'officeRequest' } });
  expect(await journal.record(requestRecord(1))).toEqual(asked);
  await journal.close();
  const again = await open();
  expect(again.reports).toEqual([]);
  const entries = await again.entries(chain, 0);
  expect(provenEntries(entries)).toEqual([]);
  expect(entries.at(-1)?.document).toEqual(officeRequest(1));
});

test('many appends of all kinds at once get numbers without a gap, over several files', async () => {
  const journal = await open(4096);
  const append = async (index: number) => {
    if (index % 3 === 0) await journal.commit(draft(index));
    else await journal.record(index % 3 === 1 ? shiftRecord(index) : stockRecord(index));
  };
  await Promise.all(Array.from({ length: 60 }, (_, index) => append(index)));
  expect(fs.readdirSync(path.dirname(segment())).length).toBeGreaterThan(5);
  for (const restart of [false, true, true]) {
    const read = restart ? await open() : journal;
    expect(read.reports).toEqual([]);
    expect(provenEntries(await read.entries(chain, 0))).toEqual([]);
    expect(provenChain(await read.sales(chain, 0))).toEqual([]);
    expect(read.head(chain)).toMatchObject({ entry: 60, sequence: 20 });
    await read.close();
  }
});

test.for([
  ['a shift event', shiftRecord(2), '"amountMinor":200', '"amountMinor":900'],
  ['a request', requestRecord(2), 'Café 2', 'Café 3'],
] as const)(
  'a broken line that plainly was no sale takes no sequence with it: %s',
  async ([, record, is, becomes]) => {
    const journal = await open();
    await ofAllKinds(journal);
    await journal.record(record);
    await journal.close();
    const text = fs.readFileSync(segment(), 'utf8');
    fs.writeFileSync(segment(), text.replace(is, becomes));
    for (const next of [4, 5]) {
      const after = await open();
      expect(after.reports).toMatchObject([{ code: 'brokenEntry', reason: 'wrongHash', entry: 6 }]);
      expect(await after.commit(draft(next))).toMatchObject({ ok: true, sale: { sequence: next } });
      expect(provenChain(await after.sales(chain, 0))).toEqual([]);
      await after.close();
    }
  },
);

describe('a file of the version before, one bare sale a line', () => {
  beforeEach(() => {
    fs.mkdirSync(path.dirname(segment()), { recursive: true });
    fs.copyFileSync(FIXTURE, segment());
  });

  test('is read as it is and carried on in the same file', async () => {
    const stored = fs.readFileSync(FIXTURE, 'utf8').trimEnd().split('\n');
    const journal = await open();
    expect(journal.reports).toEqual([]);
    expect(journal.head(chain)).toMatchObject({ entry: 3, sequence: 3 });
    expect((await journal.entries(chain, 0)).map((entry) => entry.document)).toEqual(
      stored.map((line) => JSON.parse(line)),
    );
    expect(await journal.record(shiftRecord(1))).toMatchObject({ ok: true, entry: { entry: 4 } });
    expect(await journal.commit(draft(4))).toMatchObject({ ok: true, sale: { sequence: 4 } });
    expect(await journal.commit(draft(2))).toMatchObject({ ok: true, sale: { sequence: 2 } });
    await journal.close();
    const again = await open();
    expect(again.reports).toEqual([]);
    expect(provenChain(await again.sales(chain, 0))).toEqual([]);
    const entries = await again.entries(chain, 0);
    expect(entries.map((entry) => entry.entry)).toEqual([1, 2, 3, 4, 5]);
    expect(entries[3]?.previous).toBe(entries[2]?.hash);
    expect(fs.readFileSync(segment(), 'utf8').startsWith(stored.join('\n'))).toBe(true);
  });

  test('is repaired like any other: a torn tail is cut, a broken sale named', async () => {
    const text = fs.readFileSync(FIXTURE, 'utf8').replace('"totalMinor":700', '"totalMinor":100');
    fs.writeFileSync(segment(), text.slice(0, -40));
    const journal = await open();
    expect(journal.reports).toMatchObject([
      { code: 'brokenEntry', entry: 1, reason: 'wrongHash', offset: 0 },
      { code: 'tornTail' },
    ]);
    expect(await journal.commit(draft(9))).toMatchObject({ ok: true, sale: { sequence: 3 } });
  });
});

describe('a journal that lost what the local store still has', () => {
  let sales: TenderedSale[];
  beforeEach(async () => {
    const journal = await open();
    for (let number = 1; number <= 5; number += 1) await journal.commit(draft(number));
    await journal.record(shiftRecord(1));
    sales = await journal.sales(chain, 0);
    await journal.close();
  });
  const restored = async (journal: SaleJournal, given: readonly TenderedSale[]) => {
    for (const sale of given) expect(await journal.restore(sale)).toMatchObject({ ok: true });
  };

  test('gets every sale back in its place, and goes on after it', async () => {
    fs.rmSync(path.join(folder, TERMINAL), { recursive: true });
    const journal = await open();
    await restored(journal, sales);
    expect(await journal.sales(chain, 0)).toEqual(sales);
    expect(await journal.commit(draft(3))).toEqual({ ok: true, sale: sales[2] });
    expect(await journal.commit(draft(6))).toMatchObject({ ok: true, sale: { sequence: 6 } });
    await journal.close();
    const again = await open();
    expect(again.reports).toEqual([]);
    expect(provenChain(await again.sales(chain, 0))).toEqual([]);
    expect(provenEntries(await again.entries(chain, 0))).toEqual([]);
  });

  test('gets the sale of a broken entry back; what is there already is there once', async () => {
    const bytes = fs.readFileSync(segment());
    bytes[300] = (bytes[300] ?? 0) ^ 1;
    fs.writeFileSync(segment(), bytes);
    const journal = await open();
    await restored(journal, [...sales, ...sales]);
    expect(await journal.commit(draft(6))).toMatchObject({ ok: true, sale: { sequence: 6 } });
    await journal.close();
    const again = await open();
    expect(again.reports).toMatchObject([{ code: 'brokenEntry', entry: 1 }]);
    expect(again.reports).toHaveLength(1);
    const all = await again.sales(chain, 0);
    expect(provenChain(all)).toEqual([]);
    expect((await again.sales(chain, 0, 2)).map((sale) => sale.sequence)).toEqual([1, 2]);
    expect(all).toHaveLength(6);
  });

  test('takes nothing that its own hash does not prove, and no second content', async () => {
    const journal = await open();
    const [first] = sales as [TenderedSale];
    expect(await journal.restore({ ...first, totalMinor: 1 })).toMatchObject({
      rejection: { code: 'brokenSale' },
    });
    const { hash: _hash, ...other } = { ...first, totalMinor: 1 };
    const hash = createHash('sha256').update(canonicalJson(other)).digest('hex');
    expect(await journal.restore({ ...other, hash } as TenderedSale)).toMatchObject({
      rejection: { code: 'otherContent' },
    });
    expect(await journal.sales(chain, 0)).toEqual(sales);
  });
});

test('whatever byte is flipped, no number and no sequence is given twice, and the rest stays proven', async () => {
  const journal = await open();
  await ofAllKinds(journal);
  await journal.record(shiftRecord(2));
  await journal.close();
  const whole = fs.readFileSync(segment());
  const flipped = fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
    const bytes = Buffer.from(whole);
    const position = at % bytes.length;
    bytes[position] = (bytes[position] ?? 0) ^ mask;
    fs.rmSync(path.join(folder, TERMINAL), { recursive: true });
    fs.mkdirSync(path.dirname(segment()), { recursive: true });
    fs.writeFileSync(segment(), bytes);
    const damaged = await open();
    expect(damaged.reports.length).toBeGreaterThan(0);
    const kept = await damaged.entries(chain, 0);
    expect(kept.length).toBeGreaterThanOrEqual(4);
    expect(await damaged.record(stockRecord(9))).toMatchObject({ ok: true });
    const sold = await damaged.commit(draft(9));
    expect(sold).toMatchObject({ ok: true });
    // All three were acknowledged once, whatever can still be read of them.
    if (sold.ok) expect(sold.sale.sequence).toBeGreaterThan(3);
    await damaged.close();
    const again = await open();
    const numbers = (await again.entries(chain, 0)).map((entry) => entry.entry);
    expect(numbers).toEqual([...new Set(numbers)]);
    expect(numbers).toHaveLength(kept.length + 2);
    await again.close();
  });
  const ends = [...whole.keys()].filter((at) => whole[at] === 0x0a);
  await fc.assert(flipped, { numRuns: 60, examples: ends.map((at) => [at, 1]) });
});

describe('files that nobody should meet', () => {
  const lines = () => fs.readFileSync(segment(), 'utf8').split('\n').slice(0, -1);
  beforeEach(async () => {
    const journal = await open();
    for (let number = 1; number <= 5; number += 1) await journal.commit(draft(number));
    await journal.close();
  });

  test('swapped lines: no number and no sequence is given twice', async () => {
    const [a, b, c, d, e] = lines();
    fs.writeFileSync(segment(), `${[a, b, c, e, d].join('\n')}\n`);
    const journal = await open();
    expect(journal.reports.map((report) => report.reason)).toEqual(['wrongNumber', 'wrongNumber']);
    expect(await journal.commit(draft(6))).toMatchObject({ ok: true, sale: { sequence: 6 } });
    expect(journal.head(chain).entry).toBe(6);
    const numbers = (entries: readonly JournalEntry[]) => entries.map((entry) => entry.entry);
    expect(numbers(await journal.entries(chain, 0))).toEqual([1, 2, 3, 4, 5, 6]);
    expect(numbers(await journal.entries(chain, 3, 2))).toEqual([4, 5]);
  });

  test('a line nested deeper than anyone can walk is unreadable, and only that', async () => {
    const deep = `{"id":"x","sequence":6,"terminalId":"${TERMINAL}","epoch":1,"lines":${'['.repeat(20_000)}${']'.repeat(20_000)},"hash":"00"}`;
    fs.appendFileSync(segment(), `${deep}\n`);
    const journal = await open();
    expect(journal.reports).toMatchObject([{ code: 'brokenEntry', reason: 'unreadable' }]);
    expect(await journal.commit(draft(6))).toMatchObject({ ok: true, sale: { sequence: 7 } });
  });

  test('a damaged file that has the next file’s name already does not end the chain', async () => {
    fs.writeFileSync(segment(6), 'garbage\n');
    const journal = await open();
    expect(await journal.commit(draft(6))).toMatchObject({ ok: true });
    await journal.close();
    expect(fs.readFileSync(segment(6), 'utf8')).toBe('garbage\n');
    const again = await open();
    expect(await again.commit(draft(6))).toMatchObject({ ok: true });
    expect((await again.sales(chain, 0)).map((sale) => sale.id)).toEqual([1, 2, 3, 4, 5, 6].map(saleId));
  });

  test('an entry of an absurd number is unreadable', async () => {
    const { hash: _hash, ...sale } = { ...JSON.parse(lines()[4] ?? '').document, sequence: 2 ** 53 - 1 };
    const hash = createHash('sha256').update(canonicalJson(sale)).digest('hex');
    fs.appendFileSync(segment(), `${canonicalJson({ ...sale, hash })}\n`);
    const journal = await open();
    expect(journal.reports).toMatchObject([{ code: 'brokenEntry', reason: 'unreadable' }]);
    expect(await journal.commit(draft(6))).toMatchObject({ ok: true, sale: { sequence: 7 } });
  });
});
