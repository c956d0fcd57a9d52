import { z } from 'zod';

// The renderer's content security policy forbids eval, which zod's compiled parsers would need.
z.config({ jitless: true });

/** No NUL and no lone surrogate: PostgreSQL's JSON and text cannot hold them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: NUL is what is kept out here
const STORABLE = /^(?:[^\u0000\uD800-\uDFFF]|[\uD800-\uDBFF][\uDC00-\uDFFF])*$/;

export const text = (maxLength: number) =>
  z.string().max(maxLength).regex(STORABLE, 'has a character that cannot be stored');
export const name = (maxLength: number) => text(maxLength).min(1);
/** A small picture, whole: PNG or JPEG as a data URL. */
export const pictureUrl = z
  .string()
  .max(90_000)
  .regex(/^data:image\/(?:png|jpeg);base64,[A-Za-z0-9+/]+={0,2}$/, 'is no PNG or JPEG as a data URL');
/** Any UUID; clients mint version 7. */
export const uuid = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, 'is not a UUID');
/** ISO 8601 in UTC, with or without fractions of a second. */
export const instant = z.iso.datetime();
/** A calendar day as the shop counts it, `2026-11-22`. */
export const day = z.iso.date();
/** Whole minor units of the sale's currency (cents for EUR). */
export const minor = z.int().min(-1e13).max(1e13);
/** Whole 10^-scale units of the variant's unit (pieces; grams where the unit is kilograms). */
export const quantity = z.int().min(-1e9).max(1e9);
/** Parts per million: 190000 is 19 %. */
export const ratePpm = z.int().min(0).max(10_000_000);
export const counter = z.int().min(0);
export const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/, 'is not a SHA-256 in hex');
export const currencyCode = z.string().regex(/^[A-Z]{3}$/, 'is not an ISO 4217 code');
export const skuCode = name(64);

/** What Intl refuses would throw wherever an amount is shown, or a sale is paid: it is refused where it comes in. */
function isTakenByIntl(options: { readonly locale?: string; readonly timeZone?: string }): boolean {
  try {
    new Intl.DateTimeFormat(
      options.locale,
      options.timeZone === undefined ? {} : { timeZone: options.timeZone },
    );
    return true;
  } catch {
    return false;
  }
}
/** BCP 47, `de-DE`. */
export const localeTag = name(35).refine((locale) => isTakenByIntl({ locale }), 'is not a language tag');
/** IANA, `Europe/Berlin`. */
export const timeZoneName = name(60).refine((timeZone) => isTakenByIntl({ timeZone }), 'is not a time zone');
