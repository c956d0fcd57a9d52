import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { gtinCheckDigit } from '../../../../shared/catalog/gtin.ts';
import {
  type KeyPress,
  NOTHING_SCANNED,
  type ScanStep,
  scanStep,
} from '../../../../src-renderer/features/selling/scan-detector.ts';
import { splitScan } from '../../../../src-renderer/features/selling/scan-listener.ts';

const MILK = `401730100001${gtinCheckDigit('401730100001')}`;

interface Typed {
  key: string;
  code?: string;
  shift?: boolean;
  command?: boolean;
  anyPace?: boolean;
  money?: boolean;
  /** Milliseconds since the key before. */
  after: number;
}

const codeOf = (key: string): string =>
  /^\d$/.test(key) ? `Digit${key}` : /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : key;

/** Every step that a row of keys gives. */
function stepsOf(keys: readonly Typed[]): ScanStep[] {
  let state = NOTHING_SCANNED;
  let at = 1000;
  return keys.map((typed) => {
    at += typed.after;
    const press: KeyPress = {
      at,
      key: typed.key,
      code: typed.code ?? codeOf(typed.key),
      shift: typed.shift ?? false,
      command: typed.command ?? false,
      anyPace: typed.anyPace ?? false,
      money: typed.money ?? false,
    };
    const next = scanStep(state, press);
    state = next.state;
    return next.step;
  });
}

const keysOf = (text: string, gap: number | ((index: number) => number), end = 'Enter'): Typed[] => [
  ...[...text].map((key, index) => ({ key, after: typeof gap === 'number' ? gap : gap(index) })),
  { key: end, after: typeof gap === 'number' ? gap : gap(text.length) },
];

const scanOf = (keys: readonly Typed[]) => {
  const last = stepsOf(keys).at(-1);
  return last?.kind === 'scanned' ? { code: last.codes[0], times: last.times } : null;
};

describe('a scanner', () => {
  it.each([1, 10, 20, 35, 50, 65, 80])('that sends a key every %i ms is heard', (gap) => {
    expect(scanOf(keysOf(MILK, gap))).toEqual({ code: MILK, times: null });
    expect(scanOf(keysOf('SNK-CHIPS-01', gap))?.code).toBe('SNK-CHIPS-01');
  });

  it('may end with Tab or the number pad’s Enter', () => {
    expect(scanOf(keysOf(MILK, 15, 'Tab'))?.code).toBe(MILK);
    expect(
      scanOf([...keysOf(MILK, 15).slice(0, -1), { key: 'Enter', code: 'NumpadEnter', after: 15 }])?.code,
    ).toBe(MILK);
  });

  it('is heard with one slow key in the middle, as a busy system sends it', () => {
    expect(scanOf(keysOf(MILK, (index) => (index === 6 ? 130 : 12)))?.code).toBe(MILK);
  });

  it('may send a GS1 element string, its separators as control characters', () => {
    const keys = keysOf(`0109506000134352310300185010LOT-7\x1d21S1`, 12);
    expect(scanOf(keys)?.code).toBe('0109506000134352310300185010LOT-7\x1d21S1');
  });

  it('may mean a US keyboard where another one is attached', () => {
    // German: Shift and the key 9 make a bracket that closes.
    const german: Record<string, Pick<Typed, 'key' | 'code' | 'shift'>> = {
      '(': { key: ')', code: 'Digit9', shift: true },
      ')': { key: '=', code: 'Digit0', shift: true },
      ']': { key: '+', code: 'BracketRight' },
    };
    const sent = (text: string): Typed[] =>
      keysOf(text, 12).map((typed) => ({ ...typed, ...(german[typed.key] ?? {}) }));
    const codesOf = (text: string) => {
      const last = stepsOf(sent(text)).at(-1);
      return last?.kind === 'scanned' ? last.codes : [];
    };
    expect(codesOf('(01)09506000134352')).toContain('(01)09506000134352');
    expect(codesOf(']C10109506000134352')).toContain(']C10109506000134352');
  });

  test.prop([
    fc.stringMatching(/^[A-Z0-9]{6,20}$/),
    fc.integer({ min: 10, max: 80 }),
    fc.array(fc.integer({ min: -8, max: 8 }), { minLength: 21, maxLength: 21 }),
  ])('of any pace from 10 to 80 ms with some unevenness is heard in full', (code, pace, uneven) => {
    expect(scanOf(keysOf(code, (index) => Math.max(1, pace + (uneven[index] ?? 0))))?.code).toBe(code);
  });
});

describe('a person', () => {
  it.each([140, 160, 300])('who types a word at %i ms a key and presses Enter is no scanner', (gap) => {
    expect(scanOf(keysOf('hooded', gap))).toBeNull();
  });

  it('who types quickly but unevenly is no scanner', () => {
    const gaps = [60, 140, 75, 155, 90, 60, 150, 80];
    expect(scanOf(keysOf('bananas', (index) => gaps[index] ?? 100))).toBeNull();
  });

  it('who presses Enter, or one key and Enter, is no scanner', () => {
    expect(scanOf([{ key: 'Enter', after: 5 }])).toBeNull();
    expect(scanOf(keysOf('5', 20))).toBeNull();
    expect(scanOf(keysOf('12', 20))).toBeNull();
  });
});

describe('where nothing but a code can be meant', () => {
  const slow = (text: string, end: string) =>
    keysOf(text, (index) => [40, 200, 90, 310][index % 4] ?? 40, end).map((key) => ({
      ...key,
      anyPace: true,
    }));

  it('a scan of any pace is heard, if Enter ends it', () => {
    const step = stepsOf(slow('FRU-LIME', 'Enter')).at(-1);
    expect(step?.kind === 'scanned' ? step.codes : []).toContain('FRU-LIME');
    expect(scanOf(slow('FRU-LIME', 'Tab'))).toBeNull();
    expect(scanOf(slow('12', 'Enter'))).toBeNull();
  });
});

describe('what stands before a scan', () => {
  it('does not leak into it after a pause', () => {
    expect(scanOf([{ key: '7', after: 0 }, { key: 'x', after: 120 }, ...atOnceAfter(400, MILK)])?.code).toBe(
      MILK,
    );
  });

  it('does not leak into it after a short pause either', () => {
    const step = stepsOf([{ key: '7', after: 0 }, ...atOnceAfter(220, MILK)]).at(-1);
    expect(step?.kind === 'scanned' ? step.codes : []).toEqual([MILK, `7${MILK}`]);
  });

  it('a stall in the middle of a scan loses nothing: both readings are offered, the true one first', () => {
    const keys = [...keysOf(MILK, (index) => (index === 7 ? 260 : 15))];
    const step = stepsOf(keys).at(-1);
    expect(step?.kind === 'scanned' ? step.codes : []).toEqual([MILK, MILK.slice(7)]);
  });

  it('is told when a new burst begins, so that the field can be put back', () => {
    const steps = stepsOf([{ key: '7', after: 0 }, ...atOnceAfter(400, MILK)]);
    expect(steps[0]).toMatchObject({ kind: 'collected', begins: true });
    expect(steps[1]).toMatchObject({ kind: 'collected', begins: true });
    expect(steps[2]).toMatchObject({ kind: 'collected', begins: false });
  });

  it('is forgotten with Backspace, an arrow or a command', () => {
    for (const key of ['Backspace', 'ArrowLeft', 'Escape'])
      expect(scanOf([{ key: '9', after: 0 }, { key, after: 10 }, ...atOnceAfter(10, MILK)])?.code).toBe(MILK);
    expect(
      scanOf([{ key: '9', after: 0 }, { key: 'z', after: 10, command: true }, ...atOnceAfter(10, MILK)])
        ?.code,
    ).toBe(MILK);
  });
});

describe('a scan that the machine has cut in two', () => {
  it('is put together again when it is an article number', () => {
    expect(splitScan(MILK.slice(0, 5), [MILK.slice(5)])).toEqual({ codes: [MILK, MILK.slice(5)], left: '' });
    expect(splitScan(`milk ${MILK.slice(0, 5)}`, [MILK.slice(5)]).left).toBe('milk ');
  });

  it('leaves alone what was typed before a whole scan', () => {
    expect(splitScan('mil', [MILK])).toEqual({ codes: [MILK], left: 'mil' });
    expect(splitScan('12', ['SNK-1'])).toEqual({ codes: ['SNK-1'], left: '12' });
  });
});

describe('a quantity before the scan', () => {
  it('in the same burst is read as so many of it', () => {
    expect(scanOf(keysOf(`5*${MILK}`, 15))).toEqual({ code: MILK, times: 5 });
    expect(scanOf(keysOf(`12×${MILK}`, 15))).toEqual({ code: MILK, times: 12 });
  });
});

describe('keyboard layouts', () => {
  it('digits of an AZERTY layout are read from the physical keys', () => {
    const azerty: Record<string, string> = { 4: "'", 0: 'à', 1: '&', 7: 'è', 3: '"', 6: '-' };
    const keys = [...MILK].map((digit) => ({
      key: azerty[digit] ?? digit,
      code: `Digit${digit}`,
      after: 12,
    }));
    expect(scanOf([...keys, { key: 'Enter', after: 12 }])?.code).toBe(MILK);
  });

  it('letters are offered as the layout and as the keys have them, and in capitals', () => {
    const steps = stepsOf([
      { key: 'y', code: 'KeyZ', after: 10 },
      { key: 'a', code: 'KeyA', after: 10 },
      { key: '1', code: 'Digit1', after: 10 },
      { key: 'Enter', after: 10 },
    ]);
    const last = steps.at(-1);
    expect(last?.kind === 'scanned' ? last.codes : []).toEqual(['ya1', 'YA1', 'za1', 'ZA1']);
  });

  it('the shift of a scanner’s capitals does not break its burst', () => {
    const keys = [...'AB12C'].flatMap((key): Typed[] =>
      /[A-Z]/.test(key)
        ? [
            { key: 'Shift', code: 'ShiftLeft', shift: true, after: 3 },
            { key, shift: true, after: 5 },
          ]
        : [{ key, after: 8 }],
    );
    expect(scanOf([...keys, { key: 'Enter', after: 8 }])?.code).toBe('AB12C');
  });
});

/** A burst after a pause. */
function atOnceAfter(pause: number, text: string): Typed[] {
  return keysOf(text, (index) => (index === 0 ? pause : 12));
}

describe('a device gone wild', () => {
  it('fills no memory, however long it sends', () => {
    let state = NOTHING_SCANNED;
    for (let at = 0; at < 20_000; at += 10)
      state = scanStep(state, {
        at,
        key: '7',
        code: 'Digit7',
        shift: false,
        command: false,
        anyPace: true,
      }).state;
    expect(state.keys.length).toBeLessThanOrEqual(400);
  });

  it('whose keys have names of members that every object has is read by its signs', () => {
    const keys = keysOf('ABC-123', 5).map((typed) => ({ ...typed, code: 'constructor' }));
    expect(scanOf(keys)?.code).toBe('ABC-123');
  });
});

describe('where digits are money', () => {
  const last = (keys: Typed[], money = true) => stepsOf(keys.map((key) => ({ ...key, money }))).at(-1);

  it.each([60, 80, 95])('a short code of a scanner at %i ms is no amount', (gap) => {
    expect(last(keysOf('4711', gap))).toMatchObject({ kind: 'scanned', codes: ['4711'] });
    expect(last(keysOf('471', gap))?.kind).toBe('scanned');
  });

  it.each([
    ['two digits, however quick', keysOf('20', 60)],
    ['an amount at a quick hand’s pace', keysOf('4711', 110)],
    [
      'an amount with a breath before Enter',
      [...keysOf('4711', 80).slice(0, -1), { key: 'Enter', after: 160 }],
    ],
  ])('%s is an amount', (_, keys) => {
    expect(last(keys)?.kind).toBe('passed');
  });

  it('elsewhere a short code at that pace is still a person’s', () => {
    expect(last(keysOf('4711', 60), false)?.kind).toBe('passed');
  });
});

describe('a scanner that sends control characters', () => {
  it.each(['i', 'j', 'm'])('ends with Ctrl+%s', (key) => {
    const keys = [
      ...keysOf(MILK, 20).slice(0, -1),
      { key, code: `Key${key.toUpperCase()}`, command: true, after: 20 },
    ];
    expect(stepsOf(keys).at(-1)).toMatchObject({ kind: 'scanned', codes: [MILK] });
  });

  it('is not a person who presses one of them', () => {
    expect(stepsOf([{ key: 'i', command: true, after: 20 }]).at(-1)?.kind).toBe('passed');
    expect(
      stepsOf([...keysOf('4711', 120).slice(0, -1), { key: 'i', command: true, after: 120 }]).at(-1)?.kind,
    ).toBe('passed');
  });
});
