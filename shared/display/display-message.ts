import { z } from 'zod';
import { unitSchema } from '../catalog/item.ts';
import {
  counter,
  currencyCode,
  localeTag,
  minor,
  name,
  pictureUrl,
  quantity,
  text,
  timeZoneName,
} from '../core/scalars.ts';

/** Where a till's customer display is. `secondScreen`: on it as soon as there is one. */
export const DISPLAY_MODES = ['off', 'secondScreen', 'window'] as const;
export type DisplayMode = (typeof DISPLAY_MODES)[number];

/** So many lines are sent of a long cart: more than any screen shows, and as much work for each scan as for a short one. */
export const LINES_SENT = 40;

const lineSchema = z.strictObject({
  name: text(200),
  /** Size and properties, as the receipt has them. */
  variant: text(400),
  /** Below zero: comes back. */
  quantity,
  unit: unitSchema,
  unitPriceMinor: minor,
  /** The catalogue's price where the cashier's own stands in `unitPriceMinor`. */
  listPriceMinor: minor.optional(),
  /** The line's own; its share of the cart's stands with the cart, once. */
  discountMinor: minor,
  /** What the line comes to with its own discount. */
  amountMinor: minor,
});

const cartShape = {
  /** A window of the cart's lines around the newest; `earlier` stand above it and `later` below. */
  lines: z.array(lineSchema).max(LINES_SENT),
  earlier: counter,
  later: counter,
  /** Which of `lines` was changed last; null: none of them. */
  newest: counter.nullable(),
  /** Of all lines, before what is taken off the cart. */
  subtotalMinor: minor,
  cartDiscountMinor: minor,
  taxMinor: minor,
  /** Contained in the amounts; otherwise it is added. */
  taxIncluded: z.boolean(),
  taxExempt: z.boolean(),
  totalMinor: minor,
};

const tenderSchema = z.strictObject({
  kind: name(40),
  /** The shop's own word; empty for cash and card, which every language has one for. */
  label: text(40),
  /** Cash: what was handed over. Below zero: given back. */
  amountMinor: minor,
  /** The customer is at the card terminal, for example. */
  waits: z.boolean(),
});

export const displaySceneSchema = z.discriminatedUnion('kind', [
  /** Nothing is sold here now. */
  z.strictObject({ kind: z.literal('closed') }),
  /** The cashier is away, or at something else, for a moment. */
  z.strictObject({ kind: z.literal('paused') }),
  z.strictObject({ kind: z.literal('idle') }),
  z.strictObject({ kind: z.literal('cart'), ...cartShape }),
  z.strictObject({
    kind: z.literal('paying'),
    ...cartShape,
    tenders: z.array(tenderSchema).max(100),
    roundingMinor: minor,
    /** Below zero: the customer is given money. */
    dueMinor: minor,
  }),
  z.strictObject({
    kind: z.literal('done'),
    /** With rounding. Below zero: the customer was given money. */
    totalMinor: minor,
    tenders: z.array(tenderSchema).max(100),
    changeMinor: minor,
    /** The receipt's number. */
    sequence: counter,
    /** What the receipt's QR code says (shared/sale/receipt-code.ts). Of a rehearsed sale there is none. */
    code: z
      .string()
      .regex(/^EV1[0-9A-F]{96}$/)
      .optional(),
  }),
]);

/**
 * All that a customer display is ever told, and so all that a customer may see: no cashier, no note, no reason, no cost, no
 * reference of a card, and nothing of who the customer is, not even a first name: the next in the queue reads it, too.
 * Strict: what is not named here is refused on both sides of the door.
 */
export const displayMessageSchema = z.strictObject({
  look: z.strictObject({
    language: z.enum(['en', 'de', 'ar']),
    theme: z.enum(['light', 'dark', 'hc']),
    /** In per cent of the designed size. */
    textSize: z.literal([100, 112, 125, 150]),
    /** Rehearsed: nothing is sold. */
    training: z.boolean(),
  }),
  /** Null until the till knows its shop. */
  shop: z
    .strictObject({
      name: name(80),
      logo: pictureUrl.optional(),
      locale: localeTag,
      timeZone: timeZoneName,
      currency: currencyCode,
    })
    .nullable(),
  scene: displaySceneSchema,
});

export type DisplayLine = z.infer<typeof lineSchema>;
export type DisplayTender = z.infer<typeof tenderSchema>;
export type DisplayScene = z.infer<typeof displaySceneSchema>;
export type DisplayMessage = z.infer<typeof displayMessageSchema>;

/** How the display of a till is doing, for the settings. */
export const displayStateSchema = z.strictObject({
  state: z.enum([
    'off',
    /** There is no second screen. */
    'noScreen',
    /** There is one, and it shows the same as the till's. */
    'mirrored',
    /** Nothing was sent yet. */
    'waiting',
    'open',
    /** A person has closed its window. */
    'closed',
    /** It broke, and is opened anew in a moment. */
    'restarting',
    /** The browser let no window open. */
    'blocked',
  ]),
  /** Screens of the machine, the till's own included. */
  screens: counter,
});
export type DisplayState = z.infer<typeof displayStateSchema>;
