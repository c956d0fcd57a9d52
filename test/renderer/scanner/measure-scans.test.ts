import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { gtinCheckDigit } from '../../../shared/catalog/gtin.ts';
import { ean13Modules } from '../../../src-renderer/features/scanner/ean13.ts';
import {
  isFullGtin,
  measureScans,
  type RawScan,
  type ScannedKey,
} from '../../../src-renderer/features/scanner/measure-scans.ts';
import { NOTHING_SCANNED, scanStep } from '../../../src-renderer/features/selling/scan-detector.ts';
import { paceOf, STANDARD_PACE } from '../../../src-renderer/runtime/scan-pace.ts';

const CODE = '4017301000012';
const GTIN = CODE.slice(0, 12) + gtinCheckDigit(CODE.slice(0, 12));
/** What a German keyboard writes where a US one has these. */
const GERMAN: Readonly<Record<string, string>> = { y: 'z', z: 'y', '-': 'ß', Y: 'Z', Z: 'Y' };
const placeOf = (character: string): string =>
  /\d/.test(character)
    ? `Digit${character}`
    : /[a-z]/i.test(character)
      ? `Key${character.toUpperCase()}`
      : ({ '-': 'Minus', ']': 'BracketRight' }[character] ?? character);

function scanOf(
  text: string,
  { gap = 20, end = 'Enter' as string | null, layout = 'us', jitter = 0 } = {},
): RawScan {
  let at = 1000;
  const press = (character: string): ScannedKey => {
    at += gap + (jitter === 0 ? 0 : (at * 7) % jitter);
    const key = layout === 'de' ? (GERMAN[character] ?? character) : character;
    return { at, key, code: placeOf(character), shift: /[A-Z]/.test(character) };
  };
  const keys = [...text].map(press);
  return { keys, end: end === null ? null : { ...press(' '), key: end, code: end } };
}
const thrice = (text: string, how?: Parameters<typeof scanOf>[1]) => [1, 2, 3].map(() => scanOf(text, how));
const known = (text: string) => isFullGtin(text) || ['ART-7', 'LAYOUT-YZ'].includes(text);
const measured = (text: string, how?: Parameters<typeof scanOf>[1]) => measureScans(thrice(text, how), known);

describe('a scanner is measured', () => {
  it.each<[string, Parameters<typeof scanOf>[1], object, string]>([
    [GTIN, { gap: 10 }, { gapMs: 10, longestGapMs: 10, terminator: 'enter' }, GTIN],
    [GTIN, { gap: 40, end: 'Tab' }, { gapMs: 40, terminator: 'tab' }, GTIN],
    [GTIN, { gap: 80, end: null }, { gapMs: 80, terminator: 'none' }, GTIN],
    [`]E0${GTIN}`, {}, { prefix: ']E0' }, GTIN],
    ['ART-7', {}, { terminator: 'enter' }, 'ART-7'],
    // Of any kind of barcode, also where what follows is known to nobody.
    [']C1ODD', {}, { prefix: ']C1' }, 'ODD'],
    ['LAYOUT-YZ', { layout: 'de' }, { otherLayout: true }, 'LAYOUT-YZ'],
    [`y${GTIN}`, { layout: 'de' }, { otherLayout: true, prefix: 'y' }, GTIN],
  ])('%s %j', (text, how, expected, code) => {
    const measurement = measured(text, how);
    expect(measurement).toMatchObject({ ok: true, scanner: expected, code });
    for (const member of ['prefix', 'otherLayout'])
      if (!(member in expected)) expect(measurement.ok && measurement.scanner).not.toHaveProperty(member);
  });

  it('takes nothing for a prefix that is none', () => {
    expect(measured('NOBODY-KNOWS-THIS')).toMatchObject({ ok: true, code: 'NOBODY-KNOWS-THIS' });
  });

  it('does not believe a person, and not scans that ended differently', () => {
    expect(measured(GTIN, { gap: 300 })).toEqual({ ok: false, code: 'tooSlow' });
    expect(measureScans([scanOf(GTIN), scanOf(GTIN, { end: null }), scanOf(GTIN)], known)).toEqual({
      ok: false,
      code: 'endsDiffer',
    });
  });
});

describe('the pace of a measured scanner', () => {
  it('is the standard for every scanner from 10 to 80 ms', () => {
    for (const gap of [10, 18, 40, 60, 76]) {
      const { fitGapMs, ...others } = paceOf({ gapMs: gap, longestGapMs: gap + 4 });
      expect({ ...others, fitGapMs: 0 }).toEqual(STANDARD_PACE);
      // Its own pace is believed of codes of any length, and never that of a quick hand.
      expect(fitGapMs).toBeGreaterThan(gap);
      expect(fitGapMs).toBeLessThanOrEqual(100);
    }
    expect(paceOf(null)).toBe(STANDARD_PACE);
  });

  test.prop([fc.nat(250), fc.nat(250)])('is never narrower than the standard', (gapMs, more) => {
    const pace = paceOf({ gapMs, longestGapMs: gapMs + more });
    for (const [member, standard] of Object.entries(STANDARD_PACE))
      expect(pace[member as keyof typeof pace]).toBeGreaterThanOrEqual(standard);
  });

  it('hears a scanner that the standard takes for typing', () => {
    const scan = scanOf('ABC12345', { gap: 140, jitter: 60 });
    const heard = (pace: typeof STANDARD_PACE) => {
      let state = NOTHING_SCANNED;
      let step = '';
      for (const press of [...scan.keys, scan.end as ScannedKey]) {
        const next = scanStep(state, { ...press, command: false, anyPace: false }, pace);
        state = next.state;
        step = next.step.kind;
      }
      return step;
    };
    expect(heard(STANDARD_PACE)).toBe('passed');
    const measurement = measureScans([scan, scan, scan], () => false);
    expect(heard(paceOf(measurement.ok ? measurement.scanner : null))).toBe('scanned');
  });
});

it('the barcode on the screen is one of its digits', () => {
  const modules = ean13Modules('2000000000008');
  expect(modules).toMatch(/^101[01]{42}01010[01]{42}101$/);
  // The example of the standard's tables: 4, then 003994 in its parity L G L L G G, then 155486.
  const parts = [
    ['101', '0001101', '0100111', '0111101', '0001011', '0010111', '0011101', '01010'],
    ['1100110', '1001110', '1001110', '1011100', '1001000', '1010000', '101'],
  ];
  expect(ean13Modules('4003994155486')).toBe(parts.flat().join(''));
});
