import { isGtin } from './gtin.ts';

/** FNC1 as a scanner sends it: the end of an element whose length is not fixed. */
export const GROUP_SEPARATOR = '\x1d';

/** Digits of an application identifier (AI) by its first two; from the GS1 General Specifications, figure 3.2. */
const AI_DIGITS: Readonly<Record<string, number>> = {
  ...digitsOf(2, [
    '00',
    '01',
    '02',
    '03',
    '10',
    '11',
    '12',
    '13',
    '15',
    '16',
    '17',
    '20',
    '21',
    '22',
    '30',
    '37',
  ]),
  ...digitsOf(2, ['90', '91', '92', '93', '94', '95', '96', '97', '98', '99']),
  ...digitsOf(3, ['23', '24', '25', '40', '41', '42', '71']),
  ...digitsOf(4, ['31', '32', '33', '34', '35', '36', '39', '43', '70', '72', '80', '81', '82']),
};

/** Characters of the value where the first two digits of its AI fix them (predefined length, figure 7.8.5-2). */
const FIXED_LENGTHS: Readonly<Record<string, number>> = {
  '00': 18,
  '01': 14,
  '02': 14,
  '03': 14,
  ...Object.fromEntries(['11', '12', '13', '14', '15', '16', '17', '18', '19'].map((ai) => [ai, 6])),
  '20': 2,
  ...Object.fromEntries(['31', '32', '33', '34', '35', '36'].map((ai) => [ai, 6])),
  '41': 13,
};

const LONGEST_VALUE = 90;
const SYMBOLOGY = /^\](?:C1|e[0-9]|d2|Q3|J1)/;

function digitsOf(digits: number, starts: readonly string[]): Record<string, number> {
  return Object.fromEntries(starts.map((start) => [start, digits]));
}

/**
 * The elements of a GS1 code, AI → value: an element string as a scanner sends it (with its symbology identifier or
 * without, group separators kept or lost), the readable form in brackets, or a GS1 Digital Link address.
 *
 * @returns null for anything else, so that another code is never taken for one: without a symbology identifier a valid
 *   GTIN has to come first
 */
export function readGs1(text: string): ReadonlyMap<string, string> | null {
  const trimmed = text.trim();
  if (/^https?:\/\//i.test(trimmed)) return readDigitalLink(trimmed);
  if (trimmed.startsWith('(')) return readBracketed(trimmed);
  const marked = SYMBOLOGY.test(trimmed);
  const elements = readElements(trimmed.replace(SYMBOLOGY, ''));
  if (!elements || elements.size === 0) return null;
  if (marked) return checked(elements);
  return text.length > 14 && elements.keys().next().value === '01' ? checked(elements) : null;
}

function readElements(text: string): Map<string, string> | null {
  const elements = new Map<string, string>();
  let rest = text;
  while (rest !== '') {
    if (rest.startsWith(GROUP_SEPARATOR)) {
      rest = rest.slice(1);
      continue;
    }
    const digits = AI_DIGITS[rest.slice(0, 2)];
    if (digits === undefined) return null;
    const ai = rest.slice(0, digits);
    if (ai.length < digits || !/^\d+$/.test(ai)) return null;
    rest = rest.slice(digits);
    const fixed = FIXED_LENGTHS[ai.slice(0, 2)];
    const end = fixed ?? endOfElement(rest);
    const value = rest.slice(0, end);
    if (value.length < end || value === '' || value.length > LONGEST_VALUE) return null;
    if (fixed !== undefined && !/^\d+$/.test(value)) return null;
    elements.set(ai, value);
    rest = rest.slice(end);
  }
  return elements;
}

function endOfElement(rest: string): number {
  const at = rest.indexOf(GROUP_SEPARATOR);
  return at < 0 ? rest.length : at;
}

function readBracketed(text: string): ReadonlyMap<string, string> | null {
  if (!/^(?:\(\d{2,4}\)[^()]+)+$/.test(text)) return null;
  const elements = new Map<string, string>();
  for (const [, ai = '', value = ''] of text.matchAll(/\((\d{2,4})\)([^()]+)/g)) {
    const fixed = FIXED_LENGTHS[ai.slice(0, 2)];
    if (AI_DIGITS[ai.slice(0, 2)] !== ai.length || (fixed !== undefined && value.length !== fixed))
      return null;
    elements.set(ai, value.trim());
  }
  return checked(elements);
}

/** `https://any.host/path/01/09506000134352/10/ABC?3103=000195`; the host is nobody's business. */
function readDigitalLink(text: string): ReadonlyMap<string, string> | null {
  const match =
    /^https?:\/\/[^/?#]+(?:\/[^?#]*?)?\/(?:01|gtin)\/(\d{8,14})((?:\/[^/?#]+\/[^/?#]+)*)\/?(?:\?([^#]*))?(?:#.*)?$/i.exec(
      text,
    );
  if (!match) return null;
  const [, gtin = '', path = '', query = ''] = match;
  const elements = new Map([['01', gtin.padStart(14, '0')]]);
  for (const [, ai = '', value = ''] of path.matchAll(/\/(\d{2,4})\/([^/]+)/g))
    elements.set(ai, decoded(value));
  for (const pair of query.split(/[&;]/)) {
    const [ai = '', value = ''] = pair.split('=');
    if (/^\d{2,4}$/.test(ai) && value !== '') elements.set(ai, decoded(value));
  }
  return checked(elements);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A stray percent sign: as it stands.
    return text;
  }
}

/** A GTIN whose check digit does not fit was misread, and so may be all the rest. */
function checked(elements: ReadonlyMap<string, string>): ReadonlyMap<string, string> | null {
  const gtin = elements.get('01') ?? elements.get('02');
  return gtin !== undefined && !isGtin(gtin) ? null : elements;
}

/** A measure of a trade item (AI 310n, 311n, 315n): whole units of 10^-decimals of a UN/ECE unit. */
export interface Gs1Measure {
  readonly unitCode: 'KGM' | 'MTR' | 'LTR';
  readonly value: number;
  readonly decimals: number;
}

const MEASURES: Readonly<Record<string, Gs1Measure['unitCode']>> = {
  '310': 'KGM',
  '311': 'MTR',
  '315': 'LTR',
};

/** What a till can use of a GS1 code. */
export interface Gs1Article {
  readonly gtin: string;
  /** AI 30 or 37: how many pieces. */
  readonly count?: number;
  readonly measure?: Gs1Measure;
  /** AI 392n: amount payable in the shop's own currency. */
  readonly amount?: { readonly value: number; readonly decimals: number };
  /** AI 17, `YYYY-MM-DD`: not to be sold after it. */
  readonly useBy?: string;
  /** AI 15 or 16. */
  readonly bestBefore?: string;
  /** AI 10 and 21, for the receipt. */
  readonly batch?: string;
  readonly serial?: string;
}

/**
 * @param year the present year: two digits of a date mean the one nearest to it (GS1 General Specifications, 7.12)
 * @returns null when the code names no article
 */
export function gs1Article(elements: ReadonlyMap<string, string>, year: number): Gs1Article | null {
  const gtin = elements.get('01') ?? elements.get('02');
  if (gtin === undefined) return null;
  let measure: Gs1Measure | undefined;
  let amount: Gs1Article['amount'];
  for (const [ai, value] of elements) {
    const unitCode = ai.length === 4 ? MEASURES[ai.slice(0, 3)] : undefined;
    const decimals = Number(ai.at(-1));
    if (unitCode) measure = { unitCode, value: Number(value), decimals };
    if (/^392\d$/.test(ai) && /^\d{1,15}$/.test(value)) amount = { value: Number(value), decimals };
  }
  const counted = elements.get('30') ?? elements.get('37') ?? '';
  const useBy = dayOf(elements.get('17'), year);
  const bestBefore = dayOf(elements.get('15') ?? elements.get('16'), year);
  const batch = elements.get('10');
  const serial = elements.get('21');
  return {
    gtin,
    ...(/^\d{1,8}$/.test(counted) && Number(counted) > 0 ? { count: Number(counted) } : {}),
    ...(measure ? { measure } : {}),
    ...(amount ? { amount } : {}),
    ...(useBy ? { useBy } : {}),
    ...(bestBefore ? { bestBefore } : {}),
    ...(batch ? { batch } : {}),
    ...(serial ? { serial } : {}),
  };
}

/** `YYMMDD`; day 00 is the last of the month. */
function dayOf(text: string | undefined, year: number): string | undefined {
  const match = /^(\d\d)(\d\d)(\d\d)$/.exec(text ?? '');
  if (!match) return undefined;
  const [yy, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const century = Math.floor(year / 100) * 100;
  const apart = yy - (year % 100);
  const full = century + yy + (apart >= 51 ? -100 : apart <= -50 ? 100 : 0);
  if (month < 1 || month > 12) return undefined;
  const last = [31, isLeap(full) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 31;
  if (day > last) return undefined;
  return `${full}-${String(month).padStart(2, '0')}-${String(day === 0 ? last : day).padStart(2, '0')}`;
}

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
