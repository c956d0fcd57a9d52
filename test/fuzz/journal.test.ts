import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canonicalJson } from '../../shared/core/canonical-json.ts';
import type { TenderedSale } from '../../shared/sale/sale.ts';
import { nodeFileSystem } from '../../src-main/journal/file-system.ts';
import { runJournalCommand } from '../../src-main/journal/journal-command.ts';
import { openSaleJournal, type SaleJournal } from '../../src-main/journal/sale-journal.ts';
import { importJournal } from '../../src-server/journal/import-journal.ts';
import { draft, shiftRecord, stockRecord, TERMINAL } from '../main/support/sale-drafts.ts';
import { type LaneShop, openLaneShop, STORE } from '../server/support/lane-shop.ts';
import { campaign, patienceMs } from './support/campaign.ts';
import { hostileText, hostileValue, jsonOf } from './support/hostile.ts';
import { mutatedBytes } from './support/mutate-bytes.ts';
import type { Random } from './support/random.ts';

const chain = { terminalId: TERMINAL, epoch: 1 };
const SEGMENT_BYTES = 4000;
const chainFolder = (folder: string) => path.join(folder, TERMINAL, '1');

let base: string;
/** What a whole journal of some files holds. */
let whole: { readonly name: string; readonly bytes: Buffer }[];

const open = (folder: string) => openSaleJournal(folder, nodeFileSystem, SEGMENT_BYTES);

async function within<T>(folder: string, work: (journal: SaleJournal) => Promise<T>): Promise<T> {
  const journal = await open(folder);
  if (!journal) throw new Error('locked');
  try {
    return await work(journal);
  } finally {
    await journal.close();
  }
}

beforeAll(async () => {
  base = fs.mkdtempSync(path.join(os.tmpdir(), 'journal-fuzz-'));
  await within(base, async (journal) => {
    for (let number = 1; number <= 12; number += 1) {
      await journal.commit(draft(number));
      if (number % 4 === 0) await journal.record(shiftRecord(number));
      if (number % 5 === 0) await journal.record(stockRecord(number));
    }
  });
  whole = fs
    .readdirSync(chainFolder(base))
    .filter((name) => name.endsWith('.ndjson'))
    .map((name) => ({ name, bytes: fs.readFileSync(path.join(chainFolder(base), name)) }));
  expect(whole.length).toBeGreaterThan(2);
});
afterAll(() => fs.rmSync(base, { recursive: true, force: true }));

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Entries that a line proves by code of its own: its ids and numbers. */
function provenIn(bytes: Uint8Array): { id: string; kind: string; entry: number; sequence: number }[] {
  const parts = Buffer.from(bytes).toString('latin1').split('\n');
  return parts.flatMap((part) => {
    try {
      const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(part, 'latin1'));
      const { hash, ...content } = JSON.parse(text) as Record<string, unknown>;
      const { document, kind, entry, terminalId, epoch, journal } = content;
      if (!isRecord(document) || journal !== 2) return [];
      if (
        createHash('sha256')
          .update(canonicalJson({ ...content }))
          .digest('hex') !== hash
      )
        return [];
      if (terminalId !== TERMINAL || epoch !== 1) return [];
      const { id, sequence } = document as unknown as TenderedSale;
      return [{ id, kind: String(kind), entry: Number(entry), sequence: kind === 'sale' ? sequence : 0 }];
    } catch {
      return [];
    }
  });
}

/** What disks, power cuts and people do to files; never what would need the secret of making entries. */
function damage(random: Random): { name: string; bytes: Uint8Array }[] {
  const files = whole.map(({ name, bytes }): { name: string; bytes: Uint8Array } => ({ name, bytes }));
  for (let more = random.pick([1, 1, 1, 2, 3]); more > 0; more -= 1) {
    const at = random.int(0, files.length - 1);
    const file = files[at] as (typeof files)[number];
    const lines = Buffer.from(file.bytes).toString('latin1').split('\n');
    const joined = (changed: readonly string[]) => Buffer.from(changed.join('\n'), 'latin1');
    const line = random.int(0, Math.max(0, lines.length - 2));
    const other = random.pick((random.pick(files).bytes.toString() && lines) as string[]);
    switch (random.int(0, 12)) {
      case 0:
      case 1:
        file.bytes = mutatedBytes(file.bytes, random);
        break;
      case 2:
        file.bytes = file.bytes.subarray(0, random.int(0, file.bytes.length));
        break;
      case 3:
        // The tail of a file that was grown and not written, as after a power cut.
        file.bytes = Buffer.concat([
          file.bytes.subarray(0, random.int(0, file.bytes.length)),
          Buffer.alloc(random.pick([1, 100, 4096])),
        ]);
        break;
      case 4:
        file.bytes = joined([...lines.slice(0, line), other, ...lines.slice(line)]);
        break;
      case 5:
        file.bytes = joined(lines.filter((_, index) => index !== line));
        break;
      case 6: {
        const [first = '', second = ''] = [lines[line], lines[line + 1]];
        if (line + 2 < lines.length)
          file.bytes = joined([...lines.slice(0, line), second, first, ...lines.slice(line + 2)]);
        break;
      }
      case 7:
        file.bytes = random.chance(0.5)
          ? random.bytes(random.int(0, 3000))
          : Buffer.from(`${hostileText(random)}\n`.repeat(20));
        break;
      case 8:
        if (files.length > 1) files.splice(at, 1);
        break;
      case 9:
        files.push({
          name: `${String(random.pick([1, 2, 4, 7, 13, 16, 17, 18, 100])).padStart(10, '0')}.ndjson`,
          bytes: file.bytes,
        });
        break;
      case 10:
        file.bytes = joined([...lines.slice(0, line), jsonOf(hostileValue(random)), ...lines.slice(line)]);
        break;
      case 11: {
        // JSON that was an entry, with something in it that nobody wrote.
        const text = (lines[line] ?? '').replace(
          /"(reason|name|document)":/,
          `"$1":${jsonOf(hostileValue(random))},"x":`,
        );
        file.bytes = joined([...lines.slice(0, line), text, ...lines.slice(line + 1)]);
        break;
      }
      default:
        file.bytes = Buffer.concat([
          file.bytes,
          Buffer.from(
            random.pick(['\n', '\r\n', '{', 'x'.repeat(200_000), '\0\n', `${'['.repeat(30_000)}\n`]),
          ),
        ]);
    }
  }
  return files;
}

function put(files: readonly { name: string; bytes: Uint8Array }[]): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'journal-case-'));
  fs.mkdirSync(chainFolder(folder), { recursive: true });
  for (const { name, bytes } of files) fs.writeFileSync(path.join(chainFolder(folder), name), bytes);
  return folder;
}

const keyOf = ({ kind, id }: { kind: string; id: string }) => `${kind}/${id}`;

describe('a journal on a disk that lies', () => {
  test(
    'opens, loses nothing that can be read, gives no number twice, and sells on or says why not',
    async () => {
      await campaign(
        'journal files',
        async ({ random, note }) => {
          const files = damage(random);
          const folder = put(files);
          try {
            const proven = files
              .filter(({ name }, index) => files.findLastIndex((other) => other.name === name) === index)
              .flatMap(({ bytes }) => provenIn(bytes));
            const sequences = new Set(proven.map(({ sequence }) => sequence));
            const numbers = new Set(proven.map(({ entry }) => entry));
            const next = 1000;
            let sold: TenderedSale[] = [];
            await within(folder, async (journal) => {
              const found = new Set(
                (await journal.entries(chain, 0, 10_000)).map((entry) =>
                  keyOf({ kind: entry.kind, id: entry.document.id }),
                ),
              );
              for (const entry of proven)
                expect(found, `${keyOf(entry)} can be read and is not given`).toContain(keyOf(entry));
              // A file that ends between two entries, and a last one that is gone, leave no trace of their own.
              const missing = whole
                .flatMap(({ bytes }) => provenIn(bytes))
                .filter((entry) => !found.has(keyOf(entry)));
              const isTail = missing.every(({ entry }) => entry > Math.max(0, ...numbers));
              if (missing.length > 0 && !isTail) expect(journal.reports.length).toBeGreaterThan(0);
              note(missing.length > 0 ? 'entries lost' : 'nothing lost');
              for (const number of [next, next + 1]) {
                const outcome = await journal.commit(draft(number));
                if (!outcome.ok) {
                  note(outcome.rejection.code);
                  expect(['journalUnsafe', 'diskFull', 'writeFailed']).toContain(outcome.rejection.code);
                  expect(journal.reports.some(({ stops }) => stops) || outcome.rejection.detail !== '').toBe(
                    true,
                  );
                  continue;
                }
                note('sold on');
                expect(sequences).not.toContain(outcome.sale.sequence);
                sequences.add(outcome.sale.sequence);
                sold.push(outcome.sale);
              }
              // What was there may not be sold again as something new.
              const again = proven.find(({ kind }) => kind === 'sale');
              const number = Array.from({ length: 12 }, (_, index) => index + 1).find(
                (each) => draft(each).id === again?.id,
              );
              if (again && number !== undefined) {
                const outcome = await journal.commit(draft(number));
                if (outcome.ok) expect(outcome.sale.sequence).toBe(again.sequence);
              }
            });
            const before = fs.readdirSync(chainFolder(folder)).length;
            await within(folder, async (journal) => {
              const sales = await journal.sales(chain, 0, 10_000);
              for (const sale of sold) expect(sales.map(({ id }) => id)).toContain(sale.id);
              const third = await journal.commit(draft(next + 2));
              if (third.ok) expect(sequences).not.toContain(third.sale.sequence);
              // Selling that went on once goes on after a restart, too.
              if (sold.length === 2) expect(third.ok).toBe(true);
              sold = [];
            });
            expect(fs.readdirSync(chainFolder(folder)).length).toBeLessThanOrEqual(before + 2);
          } finally {
            fs.rmSync(folder, { recursive: true, force: true });
          }
        },
        1,
        ['entries lost', 'nothing lost', 'sold on'],
      );
    },
    patienceMs('journal files'),
  );

  let shop: LaneShop;
  beforeAll(async () => {
    shop = await openLaneShop();
    await shop.stock({ COFFEE: 1_000_000 });
  });
  afterAll(() => shop?.close());

  test(
    'verify names what is broken, and the import applies each readable sale once and keeps the rest',
    async () => {
      const onHand = async () => (await shop.figures('COFFEE')).onHand;
      await campaign(
        'journal commands',
        async ({ random, note }) => {
          const files = random.chance(0.05) ? whole : damage(random);
          const folder = put(files);
          try {
            const names = fs.readdirSync(chainFolder(folder)).sort();
            const places = names.map((name) => path.join(chainFolder(folder), name));
            const heard: string[] = [];
            const out = {
              say: (text: string) => heard.push(text),
              complain: (text: string) => heard.push(text),
            };
            const code = await runJournalCommand(['verify', folder], out);
            const isWhole =
              names.every(
                (name, index) =>
                  whole[index]?.name === name &&
                  fs.readFileSync(places[index] ?? '').equals(whole[index]?.bytes ?? Buffer.alloc(0)),
              ) && names.length === whole.length;
            if (isWhole) expect(code, heard.join('\n')).toBe(0);
            note(code === 0 ? 'in order' : 'broken');
            for (const command of ['list', 'show'])
              await runJournalCommand([command, places[0] ?? folder], out);
            for (const text of heard) expect(text.length).toBeLessThan(500_000);

            const options = {
              database: shop.database,
              lane: shop.lane,
              files: places,
              wholeChains: true,
              store: { store_id: STORE, code: 'main' },
            };
            const first = await importJournal(options);
            const after = await onHand();
            const second = await importJournal(options);
            expect(await onHand()).toBe(after);
            if ('code' in first) {
              expect(second).toEqual(first);
              return note(first.code);
            }
            if ('code' in second) throw new Error(second.code);
            expect(second.answers.applied).toBe(0);
            expect(first.answers.retry + second.answers.retry).toBe(0);
            const applied = await shop.database.query<{ sale_id: string }>(
              `select sale_id from sale where store_id = ${STORE} and status = 'tendered'`,
            );
            const ids = new Set(applied.map(({ sale_id }) => sale_id));
            for (const name of names)
              for (const { kind, id } of provenIn(fs.readFileSync(path.join(chainFolder(folder), name))))
                if (kind === 'sale') expect(ids, id).toContain(id);
            const { unstorable } = Object.fromEntries(first.kept.map(({ code: reason }) => [reason, true]));
            expect(unstorable).toBeUndefined();
            note('imported');
          } finally {
            fs.rmSync(folder, { recursive: true, force: true });
          }
        },
        1,
        ['imported'],
      );
      expect(await shop.verify()).toEqual([]);
    },
    patienceMs('journal commands'),
  );
});
