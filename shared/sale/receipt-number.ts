import { z } from 'zod';
import { currencyCode, instant, minor, text, uuid } from '../core/scalars.ts';
import { withWesternDigits } from '../core/western-digits.ts';

/** A receipt of which only the number is known: enough to tell it from another till's with the same one. */
export const numberedReceiptSchema = z.looseObject({
  saleId: uuid,
  number: z.int().min(1),
  terminalId: uuid,
  /** As it stands on the receipt. Not there where nobody knows the till any more. */
  terminalName: text(80).optional(),
  tenderedAt: instant,
  /** What was paid or, below zero, given back. */
  totalMinor: minor,
  currency: currencyCode,
});
export type NumberedReceipt = z.infer<typeof numberedReceiptSchema>;

/** The answer of `GET /v1/receipts/{number}`: the receipts of the store with that number, the newest first. */
export const numberedReceiptsSchema = z.looseObject({ receipts: z.array(numberedReceiptSchema) });

/** Each till counts from 1, and anew where it lost its memory: more than these are not told. */
export const MOST_NUMBERED = 50;
const HIGHEST_NUMBER = 999_999_999;
export const receiptNumber = z.coerce.number().pipe(z.int().min(1).max(HIGHEST_NUMBER));

const NUMBERED = /^(.*?)(?<!\d)(\d{1,9})$/u;
const BETWEEN = /[\s/#:·,-]+$/u;

/** Reads a receipt's number, with or without what stands beside it (`Till 2 · 123`, `No. 123`); null where it is none. */
export function readReceiptNumber(
  typed: string,
): { readonly number: number; readonly beside: string } | null {
  const [, beside = '', digits = ''] = NUMBERED.exec(withWesternDigits(typed).trim()) ?? [];
  const number = receiptNumber.safeParse(digits);
  return number.success ? { number: number.data, beside: beside.replace(BETWEEN, '') } : null;
}

const folded = (words: string): string =>
  words
    .toLocaleLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** Whether what stands beside a number names a till: `till 2` and `2` mean `Till 2`, and not `Till 12`. */
export function namesTill(beside: string, terminalName: string): boolean {
  const said = folded(beside).split(' ');
  const name = folded(terminalName).split(' ');
  return beside !== '' && said.every((word) => name.includes(word));
}

/** The receipts of the till that is named beside the number; all of them where none is. */
export function ofNamedTill<R extends { readonly terminalName?: string | undefined }>(
  receipts: readonly R[],
  beside: string,
): readonly R[] {
  const named = receipts.filter(({ terminalName }) => namesTill(beside, terminalName ?? ''));
  return named.length > 0 ? named : receipts;
}
