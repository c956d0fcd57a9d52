import type { Random } from './random.ts';

/** JSON text to be written as it is: what JSON.stringify would never write. */
export class RawJson {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Json = null | boolean | number | string | RawJson | Json[] | { [name: string]: Json };

export const isMembers = (value: Json): value is { [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof RawJson);

/** JSON text of a value with raw parts in it. */
export function jsonOf(value: Json): string {
  if (value instanceof RawJson) return value.text;
  if (Array.isArray(value)) return `[${value.map(jsonOf).join(',')}]`;
  if (isMembers(value))
    return `{${Object.entries(value)
      .map(([name, member]) => `${JSON.stringify(name)}:${jsonOf(member)}`)
      .join(',')}}`;
  return JSON.stringify(value);
}

const NUMBERS: readonly Json[] = [
  ...[0, 1, -1, 0.5, -0.1, 255, 65_536, 2 ** 31 - 1, 2 ** 31, -(2 ** 31) - 1, 2 ** 32, 2 ** 53 - 1, 2 ** 53],
  ...[-(2 ** 53), 1e9, 1e9 + 1, 1e13, 1e13 + 1, 1e15, 1e21, 1e300, 5e-324],
  ...['-0', '1.0', '1E3', '9007199254740993', '1e400', '-1e400', `1${'0'.repeat(400)}`, '0.1e1'].map(
    (text) => new RawJson(text),
  ),
];

const TEXTS: readonly string[] = [
  ...[
    '',
    ' ',
    '\0',
    'a\0b',
    '\x1e',
    'a\x1eb',
    '\x1f',
    '\x1b@',
    '\x7f',
    '\u0085',
    '\u2028',
    '\ufeff',
    '\u202e',
  ],
  ...['\ud800', 'x\udc00y', '\udc00\ud800', '\ud83d\ude00', 'e\u0301', '\u0000\ud800', '\uffff', 'ſ', 'İ'],
  ...[
    '"',
    '\\',
    '\\u0000',
    '\\ud800',
    '{',
    '}',
    '{}',
    '{"a":1}',
    '[',
    ',',
    'NULL',
    'null',
    'undefined',
    'NaN',
  ],
  ...['Infinity', '-infinity', 'infinity', 'epoch', 'now', 'true', '0', '-1', '1e400', '0x10', '٣', '½'],
  ...[
    "'; drop table sale; --",
    '$1',
    '%s',
    '%00',
    `\${x}`,
    '{{x}}',
    '=1+1',
    '@SUM(A1)',
    '<script>alert(1)</script>',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'valueOf',
    '../../etc/passwd',
    'C:\\nul',
    '\r\nx: y',
  ],
  ...[
    '00000000-0000-0000-0000-000000000000',
    '0190A000-0000-7000-8000-00000000ABCD',
    '0190a000-0000-7000-8000-0000000',
  ],
  ...['2026-02-30', '2026-13-01', '0000-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z', '2026-11-22T24:00:00Z'],
  ...[
    '2026-11-22T10:00:00+02:00',
    '2026-11-22T10:00:60Z',
    `2026-11-22T10:00:00.${'1'.repeat(40)}Z`,
    '1970-01-01',
  ],
  ...[
    '+275760-09-13T00:00:00.000Z',
    '-000001-01-01T00:00:00Z',
    '2026-11-22',
    '10:00',
    'EUR',
    'eur',
    'XXX',
    'tendered',
  ],
];

/** JSON inside `depth` arrays or objects. */
const nested = (depth: number, list: boolean): RawJson =>
  new RawJson(list ? '['.repeat(depth) + ']'.repeat(depth) : `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`);

export function hostileText(random: Random): string {
  if (random.chance(0.75)) return random.pick(TEXTS);
  const length = random.pick([1, 40, 41, 63, 64, 65, 80, 81, 200, 201, 1000, 20_000]);
  return random
    .pick([...TEXTS, 'a', 'ß', '😀', ' ', '0'])
    .repeat(length)
    .slice(0, length);
}

export function hostileNumber(random: Random): Json {
  return random.pick(NUMBERS);
}

/** Anything that is JSON and that nobody expects. */
export function hostileValue(random: Random): Json {
  switch (random.int(0, 9)) {
    case 0:
    case 1:
    case 2:
      return hostileNumber(random);
    case 3:
    case 4:
    case 5:
      return hostileText(random);
    case 6:
      return random.pick([null, true, false]);
    case 7:
      return random.pick<Json>([
        [],
        {},
        [null],
        [[]],
        { id: 'x' },
        new RawJson('{"__proto__":{"polluted":true}}'),
      ]);
    case 8:
      return nested(random.pick([1, 20, 500, 3000, 20_000]), random.chance(0.5));
    default:
      return Array.from({ length: random.pick([2, 100, 2001]) }, () => hostileText(random).slice(0, 20));
  }
}
