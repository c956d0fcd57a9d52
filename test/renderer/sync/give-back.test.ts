import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sale, TenderedSale } from '../../../shared/sale/sale.ts';
import { openSaleJournal, type SaleJournal } from '../../../src-main/journal/sale-journal.ts';
import type { LocalStore } from '../../../src-renderer/database/local-store.ts';
import { createValue } from '../../../src-renderer/database/readable.ts';
import { giveBackToJournal } from '../../../src-renderer/sync/give-back.ts';
import type { Journal } from '../../../src-renderer/sync/till.ts';
import {
  draft,
  officeRequest,
  provenChain,
  requestRecord,
  shiftEvent,
  shiftRecord,
  stockCommand,
  stockRecord,
  TERMINAL,
} from '../../main/support/sale-drafts.ts';

const chain = { terminalId: TERMINAL, epoch: 1 };
let folder: string;
let journal: SaleJournal;
/** What the local store holds, and its small facts. */
let sales: Sale[];
let facts: Map<string, unknown>;
/** How often the journal was read through. */
let searches: number;

const file = () => path.join(folder, TERMINAL, '1', '0000000001.ndjson');
async function open(): Promise<SaleJournal> {
  const opened = await openSaleJournal(folder);
  if (!opened) throw new Error('locked');
  journal = opened;
  return opened;
}

/** The journal of main itself, as the bridge hands it to the page. */
const port = (): Journal => ({
  commit: () => Promise.reject(new Error('not here')),
  record: async (record) => {
    const outcome = await journal.record(record);
    if (!outcome.ok) throw Object.assign(new Error(), { code: outcome.rejection.code });
    return outcome.entry;
  },
  restore: async (sale) => {
    const outcome = await journal.restore(sale);
    if (!outcome.ok) throw Object.assign(new Error(), { code: outcome.rejection.code });
    return outcome.entry;
  },
  chains: () => Promise.resolve(journal.chains()),
  entries: (terminalId, epoch, after) => journal.entries({ terminalId, epoch }, after),
  sales: (terminalId, epoch, after) => {
    searches += after === 0 ? 1 : 0;
    return journal.sales({ terminalId, epoch }, after);
  },
  head: (terminalId, epoch) => Promise.resolve(journal.head({ terminalId, epoch })),
});
const store = () =>
  ({
    sales: { all: () => sales },
    shifts: { events: createValue([shiftEvent(1)]) },
    stockCommands: { all: createValue([stockCommand(1)]) },
    officeRequests: { all: createValue([officeRequest(1)]) },
    device: {
      get: (key: string) => Promise.resolve(facts.get(key)),
      set: (key: string, value: unknown) => Promise.resolve(void facts.set(key, value)),
    },
  }) as unknown as LocalStore;

beforeEach(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'journal-'));
  await open();
  for (let number = 1; number <= 5; number += 1) await journal.commit(draft(number));
  await journal.record(shiftRecord(1));
  await journal.record(stockRecord(1));
  await journal.record(requestRecord(1));
  await journal.commit(draft(6, { epoch: 2 }));
  sales = [...(await journal.sales(chain, 0)), ...(await journal.sales({ ...chain, epoch: 2 }, 0))].reverse();
  facts = new Map();
  searches = 0;
  await journal.close();
});
afterEach(async () => {
  await journal.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

test('a journal that has everything gets nothing, and is not read through', async () => {
  await open();
  expect(await giveBackToJournal(store(), port(), chain)).toBe(0);
  expect(searches).toBe(0);
});

test('a journal that was lost gets every sale of every epoch back, once, and goes on after them', async () => {
  fs.rmSync(folder, { recursive: true });
  await open();
  expect(await giveBackToJournal(store(), port(), chain)).toBe(6);
  expect(await giveBackToJournal(store(), port(), chain)).toBe(0);
  expect(provenChain(await journal.sales(chain, 0))).toEqual([]);
  expect(journal.head({ ...chain, epoch: 2 })).toMatchObject({ sequence: 1 });
  const kinds = (await journal.entries(chain, 0)).map((entry) => entry.kind);
  expect(kinds.slice(5)).toEqual(['shiftEvent', 'stockCommand', 'officeRequest']);
  expect(await journal.commit(draft(7))).toMatchObject({ ok: true, sale: { sequence: 6 } });
});

test('a journal whose newest entry was a shift event, and is gone, gets it back', async () => {
  await open();
  expect(await giveBackToJournal(store(), port(), chain)).toBe(0);
  await journal.close();
  const lines = fs.readFileSync(file(), 'utf8').split('\n');
  fs.writeFileSync(file(), `${lines.slice(0, 5).join('\n')}\n`);
  await open();
  expect(await giveBackToJournal(store(), port(), chain)).toBe(0);
  expect(journal.head(chain)).toMatchObject({ entry: 8, sequence: 5 });
});

test('a sale that its own hash does not prove holds nothing else back', async () => {
  fs.rmSync(folder, { recursive: true });
  const said: unknown[] = [];
  Object.assign(globalThis, { reportError: (error: unknown) => said.push(error) });
  sales = sales.map((sale) => (sale.id === draft(2).id ? { ...sale, label: 'other' } : sale));
  await open();
  expect(await giveBackToJournal(store(), port(), chain)).toBe(5);
  expect(said).toMatchObject([{ code: 'brokenSale' }]);
});

test('an older journal gets what came later', async () => {
  const lines = fs.readFileSync(file(), 'utf8').split('\n');
  fs.writeFileSync(file(), `${lines.slice(0, 3).join('\n')}\n`);
  await open();
  expect(await giveBackToJournal(store(), port(), chain)).toBe(2);
  expect(provenChain(await journal.sales(chain, 0))).toEqual([]);
});

test('the sale of a broken entry comes back, and is looked for once', async () => {
  const bytes = fs.readFileSync(file());
  bytes[300] = (bytes[300] ?? 0) ^ 1;
  fs.writeFileSync(file(), bytes);
  await open();
  expect(await giveBackToJournal(store(), port(), chain)).toBe(1);
  expect((await journal.sales(chain, 0)).map((sale: TenderedSale) => sale.sequence)).toEqual([1, 2, 3, 4, 5]);
  expect(searches).toBe(1);
  await journal.close();
  await open();
  expect(await giveBackToJournal(store(), port(), chain)).toBe(0);
  expect(searches).toBe(1);
});
