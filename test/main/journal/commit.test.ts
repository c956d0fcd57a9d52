import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EMPTY_HEAD } from '../../../shared/journal/entry.ts';
import type { TenderedDraft } from '../../../shared/sale/sale.ts';
import { nodeFileSystem } from '../../../src-main/journal/file-system.ts';
import { openSaleJournal, type SaleJournal } from '../../../src-main/journal/sale-journal.ts';
import { draft, provenChain, saleId, TERMINAL } from '../support/sale-drafts.ts';

const chain = { terminalId: TERMINAL, epoch: 1 };
let folder: string;
let opened: SaleJournal[] = [];

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

async function commit(journal: SaleJournal, ...args: Parameters<typeof draft>) {
  const outcome = await journal.commit(draft(...args));
  if (!outcome.ok) throw new Error(outcome.rejection.code);
  return outcome.sale;
}

test('an empty chain has sequence 0 and 64 zeros', async () => {
  const journal = await open();
  expect(journal.head(chain)).toEqual(EMPTY_HEAD);
  expect(await journal.sales(chain, 0)).toEqual([]);
});

test('each sale gets the next sequence and names the hash of the one before', async () => {
  const journal = await open();
  const sales = [await commit(journal, 1), await commit(journal, 2), await commit(journal, 3)];
  expect(provenChain(sales)).toEqual([]);
  expect(journal.head(chain)).toMatchObject({ entry: 3, sequence: 3, hash: sales[2]?.hash });
  expect(await journal.sales(chain, 0)).toEqual(sales);
});

test('an acknowledged sale is a line in a file of its chain', async () => {
  const journal = await open();
  const sale = await commit(journal, 1);
  const file = path.join(folder, TERMINAL, '1', '0000000001.ndjson');
  expect(JSON.parse(fs.readFileSync(file, 'utf8').trimEnd())).toMatchObject({
    journal: 2,
    kind: 'sale',
    entry: 1,
    document: sale,
  });
});

test('the same sale again gets the same answer and no second entry', async () => {
  const journal = await open();
  const first = await commit(journal, 1);
  await commit(journal, 2);
  // Members in another order and the local store's own members are not another content.
  const again = Object.fromEntries(Object.entries({ _rev: '1-x', ...draft(1) }).reverse());
  expect(await journal.commit(again as unknown as TenderedDraft)).toEqual({ ok: true, sale: first });
  expect(await journal.sales(chain, 0)).toHaveLength(2);
});

test('the same id with another content is refused and the entry stands', async () => {
  const journal = await open();
  const first = await commit(journal, 1);
  expect(await journal.commit(draft(1, { totalMinor: 701 }))).toMatchObject({
    ok: false,
    rejection: { code: 'otherContent' },
  });
  expect(await journal.sales(chain, 0)).toEqual([first]);
});

test('a sale id is committed once, whatever the epoch', async () => {
  const journal = await open();
  await commit(journal, 1);
  expect(await journal.commit(draft(1, { epoch: 2 }))).toMatchObject({
    ok: false,
    rejection: { code: 'otherContent' },
  });
});

test('an epoch and a terminal have chains of their own', async () => {
  const other = '0190a000-0000-7000-8000-000000000002';
  const journal = await open();
  await commit(journal, 1);
  expect((await commit(journal, 2, { epoch: 2 })).sequence).toBe(1);
  expect((await commit(journal, 3, { terminalId: other })).sequence).toBe(1);
  expect((await commit(journal, 4)).sequence).toBe(2);
  expect(journal.head({ terminalId: TERMINAL, epoch: 2 }).sequence).toBe(1);
});

test('a hundred commits at once get a hundred sequences', async () => {
  const journal = await open();
  const sales = await Promise.all(Array.from({ length: 100 }, (_, index) => commit(journal, index + 1)));
  expect(provenChain(sales)).toEqual([]);
});

test('a restart goes on where it stopped, and still knows every sale', async () => {
  const before = await open();
  const sales = [await commit(before, 1), await commit(before, 2)];
  await before.close();
  const after = await open();
  expect(after.reports).toEqual([]);
  expect(await after.commit(draft(2))).toEqual({ ok: true, sale: sales[1] });
  sales.push(await commit(after, 3));
  expect(provenChain(await after.sales(chain, 0))).toEqual([]);
  expect(await after.sales(chain, 0)).toEqual(sales);
});

test('entries come after a sequence, oldest first, not more than asked for', async () => {
  const journal = await open();
  for (let number = 1; number <= 9; number += 1) await commit(journal, number);
  expect((await journal.sales(chain, 3, 4)).map((sale) => sale.id)).toEqual([4, 5, 6, 7].map(saleId));
  expect(await journal.sales(chain, 9)).toEqual([]);
});

describe('a chain over several files', () => {
  const first = () => path.join(folder, TERMINAL, '1', '0000000001.ndjson');
  beforeEach(async () => {
    const journal = await open(4096);
    for (let number = 1; number <= 55; number += 1) await commit(journal, number);
    await journal.close();
    expect(fs.readdirSync(path.dirname(first())).length).toBeGreaterThan(5);
  });

  test('is read as one, with and without an index of its full files', async () => {
    for (const hasIndex of [false, true, true]) {
      expect(fs.existsSync(`${first()}.index`)).toBe(hasIndex);
      const journal = await open();
      expect(journal.reports).toEqual([]);
      const sales = await journal.sales(chain, 0);
      expect(sales).toHaveLength(55);
      expect(provenChain(sales)).toEqual([]);
      expect(journal.head(chain)).toMatchObject({ sequence: 55, hash: sales[54]?.hash });
      await journal.close();
    }
    const journal = await open();
    expect((await commit(journal, 56)).sequence).toBe(56);
    expect(await journal.commit(draft(1))).toMatchObject({
      ok: true,
      sale: { sequence: 1 },
    });
  });

  test('finds damage in a full file although it has an index', async () => {
    await (await open()).close();
    const bytes = fs.readFileSync(first());
    bytes[100] = (bytes[100] ?? 0) ^ 1;
    fs.writeFileSync(first(), bytes);
    const journal = await open();
    expect(journal.reports[0]).toMatchObject({ code: 'brokenEntry', offset: 0 });
    expect(await journal.sales(chain, 0)).toHaveLength(54);
  });

  test.for(['', '{}', 'swapped'])('does not believe a damaged index (%j)', async (damage) => {
    await (await open()).close();
    const index = fs.readFileSync(`${first()}.index`, 'utf8');
    fs.writeFileSync(
      `${first()}.index`,
      damage === 'swapped' ? index.replace('"sequence\\":2,', '"sequence\\":3,') : damage,
    );
    expect(fs.readFileSync(`${first()}.index`, 'utf8')).not.toBe(index);
    const journal = await open();
    expect(journal.reports).toEqual([]);
    expect(await journal.sales(chain, 0)).toHaveLength(55);
    expect(fs.readFileSync(`${first()}.index`, 'utf8')).toBe(index);
  });
});

test('a content that JSON cannot hold is refused as a fault, and the next sale goes on', async () => {
  const journal = await open();
  await expect(journal.commit(draft(1, { label: 1n as unknown as string }))).rejects.toThrow('bigint');
  expect((await commit(journal, 2)).sequence).toBe(1);
});
