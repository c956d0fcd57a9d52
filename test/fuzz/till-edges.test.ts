import { describe, expect, test } from 'vitest';
import { CHANNELS, type Channel } from '../../shared/ipc/channels.ts';
import { receiptSchema } from '../../shared/sale/receipt.ts';
import { paperBytes } from '../../src-main/devices/escpos-bytes.ts';
import { isCodePage, printableFor } from '../../src-main/devices/printable-text.ts';
import { receiptRows } from '../../src-main/devices/receipt-rows.ts';
import { createDoor, type Handlers } from '../../src-main/ipc/door.ts';
import { NOTHING_SCANNED, scanStep } from '../../src-renderer/features/selling/scan-detector.ts';
import { splitScan } from '../../src-renderer/features/selling/scan-listener.ts';
import { columnsOf, printedPaper, textOf } from '../main/support/printed-paper.ts';
import { GERMAN, groceries } from '../main/support/receipts.ts';
import { draft, shiftRecord } from '../main/support/sale-drafts.ts';
import { campaign, patienceMs } from './support/campaign.ts';
import { hostileText, hostileValue, type Json, jsonOf } from './support/hostile.ts';
import { mutated } from './support/mutate-json.ts';
import type { Random } from './support/random.ts';

const ORIGIN = 'app://till';
const CODES = ['denied', 'invalid', 'failed', 'diskFull'];
const KEYS_KEPT = 400;

/** What the page may send: JSON, and what structured cloning lets through besides. */
function messageFor(channel: string, random: Random): unknown {
  const right: Record<string, unknown> = {
    'journal:commit': draft(1),
    'journal:record': shiftRecord(1),
    'receipt:print': { receipt: groceries, labels: GERMAN },
    'settings:set': { serverUrl: null, language: 'de', theme: 'dark', printer: null },
    'journal:entries': { terminalId: draft(1).terminalId, epoch: 1, afterEntry: 0 },
    'secret:set': { name: 'terminalToken', value: 'x' },
    'receipt:pdf': { fileName: 'receipt.pdf', html: '<p>' },
  };
  const input = Object.hasOwn(right, channel) ? right[channel] : null;
  switch (random.int(0, 6)) {
    case 0:
      return random.pick<unknown>([
        undefined,
        Number.NaN,
        -0,
        1n,
        new Date(Number.NaN),
        new Map([['a', 1]]),
        new Set([1]),
      ]);
    case 1: {
      const circle: Record<string, unknown> = { ...(input as object) };
      circle.self = circle;
      return circle;
    }
    case 2:
      return new Uint8Array(random.int(0, 100));
    case 3:
      return JSON.parse(jsonOf(hostileValue(random)));
    case 4:
      return input;
    default:
      return JSON.parse(jsonOf(mutated((JSON.parse(JSON.stringify(input)) ?? {}) as Json, random)));
  }
}

describe('what reaches the till from its own edges', () => {
  test(
    'the door of main answers every message with data, and lets in only what keeps the promise of its channel',
    async () => {
      const handlers = Object.fromEntries(
        Object.keys(CHANNELS).map((channel) => [
          channel,
          async (input: unknown) => {
            expect(CHANNELS[channel as Channel].input.safeParse(input).success).toBe(true);
            return { ok: true, value: undefined };
          },
        ]),
      ) as unknown as Handlers;
      const logged: string[] = [];
      const door = createDoor({ origin: ORIGIN, handlers, log: (line) => logged.push(line) });
      await campaign(
        'ipc',
        async ({ random, note }) => {
          const known = random.pick(Object.keys(CHANNELS));
          const channel: unknown = random.chance(0.9)
            ? known
            : random.pick<unknown>([
                hostileText(random),
                undefined,
                null,
                7,
                { toString: 'x' },
                Symbol('x'),
                ['app:info'],
              ]);
          const isTillPage = random.chance(0.95);
          const origin = random.chance(0.95) ? ORIGIN : hostileText(random);
          logged.length = 0;
          const answer = await door({ isTillPage, origin }, channel, messageFor(known, random));
          if (answer.ok) expect(isTillPage && origin === ORIGIN && channel === known).toBe(true);
          else expect(CODES).toContain(answer.failure.code);
          for (const line of logged) expect(line.length).toBeLessThan(2000);
          note(answer.ok ? 'let in' : answer.failure.code);
        },
        1,
        ['let in', 'denied', 'invalid'],
      );
    },
    patienceMs('ipc'),
  );

  test(
    'whatever keys come at whatever pace, a scan is made of them or nothing, and nothing piles up',
    async () => {
      await campaign(
        'scanned keys',
        ({ random, note }) => {
          let state = NOTHING_SCANNED;
          let at = random.int(0, 1e6);
          let since = 0;
          for (let more = random.pick([5, 40, 40, 1000]); more > 0; more -= 1) {
            at += random.pick([0, 1, 10, 30, 60, 90, 160, 400, -5, 1e7, Number.NaN]);
            const key = random.chance(0.1)
              ? random.pick(['Enter', 'Tab', 'Shift', 'Escape', 'F9', 'Dead', 'Unidentified', 'Process', ''])
              : random.chance(0.8)
                ? random.pick([...'0123456789*×-/ aZéß'])
                : hostileText(random).slice(0, 4);
            const command = random.chance(0.02);
            const code = random.chance(0.8) ? `Digit${random.int(0, 9)}` : hostileText(random).slice(0, 20);
            const shift = random.chance(0.1);
            const { step, state: next } = scanStep(state, {
              at,
              key,
              code,
              shift,
              command,
              anyPace: random.chance(0.3),
            });
            state = next;
            expect(state.keys.length).toBeLessThanOrEqual(KEYS_KEPT);
            note(step.kind);
            since = step.kind === 'collected' ? since + 1 : since;
            if (command) expect(step.kind).toBe('passed');
            if (step.kind !== 'scanned') continue;
            expect(state.keys).toEqual([]);
            expect(step.times === null || (step.times >= 0 && step.times <= 9999)).toBe(true);
            for (const read of step.codes) {
              expect(read).toBe(read.trim());
              expect([...read].length).toBeGreaterThan(0);
              // Two signs may come of one key: capitals of ß.
              expect([...read].length).toBeLessThanOrEqual(since * 2);
            }
            const typed = hostileText(random).slice(0, 100);
            const { left } = splitScan(typed, step.codes);
            expect(typed.startsWith(left)).toBe(true);
            since = 0;
          }
        },
        1,
        ['scanned'],
      );
    },
    patienceMs('scanned keys'),
  );

  const LOCALES = ['de-DE', 'en-GB', 'fr-FR', 'sv-SE', 'ar-EG', 'fa-IR', 'hi-IN', 'de-CH', 'th-TH-u-nu-thai'];
  const PAGES = ['cp437', 'cp850', 'cp858', 'windows1252'].filter(isCodePage);

  test(
    'whatever a receipt says, the printer is told to print it and to do nothing else',
    async () => {
      await campaign(
        'receipt paper',
        ({ random, note }) => {
          const plain = random.chance(0.3);
          const source = { ...groceries, locale: random.pick(LOCALES) };
          const wanted = plain
            ? source
            : JSON.parse(jsonOf(mutated(JSON.parse(JSON.stringify(source)) as Json, random)));
          const checked = receiptSchema.safeParse(wanted);
          if (!checked.success) return note('refused');
          const columns = random.pick([32, 42, 48]);
          const page = random.pick(PAGES);
          const labels: Record<string, string> = random.chance(0.5)
            ? GERMAN
            : Object.fromEntries(
                Object.keys(GERMAN).map((label) => [label, hostileText(random).slice(0, 120)]),
              );
          const rows = printedPaper(
            paperBytes(receiptRows(checked.data, labels, columns, printableFor(page)), columns, page),
          );
          for (const row of rows)
            expect(columnsOf(row), JSON.stringify(textOf(row))).toBeLessThanOrEqual(columns);
          expect(rows.filter(({ kind }) => kind === 'cut')).toHaveLength(1);
          expect(rows.filter(({ kind }) => kind === 'drawer')).toHaveLength(0);
          const codes = rows.flatMap((row) => (row.kind === 'qr' ? [row.text] : []));
          expect(codes).toHaveLength(1);
          expect(codes[0]).toMatch(/^[0-9A-Z]{99}$/);
          // Months of other scripts cannot be printed; figures can, whatever the language.
          const latin = !/^(ar|fa|hi|th)/.test(checked.data.locale);
          if (plain && labels === GERMAN)
            for (const row of rows.filter((each) => latin || /ckgeld|Bar|Karte|Rundung/.test(textOf(each))))
              expect(textOf(row), `${checked.data.locale} ${page}`).not.toContain('?');
          note('printed');
        },
        1,
        ['printed'],
      );
    },
    patienceMs('receipt paper'),
  );
});
