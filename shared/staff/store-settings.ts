import { z } from 'zod';
import { embeddedBarcodeSchema } from '../catalog/embedded-barcode.ts';
import {
  counter,
  currencyCode,
  instant,
  localeTag,
  name,
  pictureUrl,
  ratePpm,
  text,
  timeZoneName,
  uuid,
} from '../core/scalars.ts';
import { PERMISSIONS } from './permissions.ts';
import { ROLES } from './staff-member.ts';

/** A way of paying that a store takes. Cash and card are there without being named. */
const tenderKindSchema = z.object({
  kind: name(40),
  label: name(40),
  opensDrawer: z.boolean().default(false),
  needsReference: z.boolean().default(false),
  needsNetwork: z.boolean().default(false),
  refundable: z.boolean().default(true),
});

/** A page of keys that a manager has arranged. */
export const speedKeyPageSchema = z.object({
  name: name(40),
  keys: z.array(z.object({ sku: name(80), label: text(40).optional() })).max(60),
});

export type SpeedKeyPage = z.infer<typeof speedKeyPageSchema>;

/** What managers say at a till of the house's rules: who may what, and the limits. */
export const houseRulesShape = {
  /**
   * What differs from the defaults of shared/staff/permissions.ts, role → permission → yes or no: a permission that comes with
   * a later version has its default in every shop.
   */
  permissions: z.partialRecord(z.enum(ROLES), z.partialRecord(z.enum(PERMISSIONS), z.boolean())).optional(),
  /** Without a touch for so long, the till locks itself; 0: never. */
  autoLockMs: z.int().min(0).max(86_400_000).optional(),
  /** How long goods come back with their receipt. */
  returnDays: z.int().min(0).max(3650).optional(),
  /** From here on a discount is a large one. */
  largeDiscountPpm: ratePpm.optional(),
  /** More cash than this in the drawer asks for a drop. */
  drawerLimitMinor: z.int().min(0).max(1e12).optional(),
} as const;

/** The same as somebody changes it: `null` takes a limit away. What is not named stays. */
export const houseRulesChangeSchema = z.object({
  ...houseRulesShape,
  drawerLimitMinor: houseRulesShape.drawerLimitMinor.nullable(),
});
export type HouseRulesChange = z.infer<typeof houseRulesChangeSchema>;

/** What was changed at a till, as head office has recorded it. Append-only there; a till is told the latest. */
const settingsChangeSchema = z.looseObject({
  /** Of the request. */
  id: uuid,
  kind: name(40),
  terminalId: uuid,
  staffId: uuid,
  /** Who agreed, where that was somebody else. */
  approvedBy: uuid.optional(),
  /** By the till's clock. */
  at: instant,
  appliedAt: instant,
  /** Of the settings that it made. */
  version: counter,
  /** Of the settings that its author saw. */
  sawVersion: counter.optional(),
  /** Why it was not done: a code of shared/staff/decide-house-rules.ts, or `overtaken` by a later one of the same till. */
  refused: name(40).optional(),
  before: houseRulesChangeSchema.optional().catch(undefined),
  after: houseRulesChangeSchema.optional().catch(undefined),
});
export type SettingsChange = z.infer<typeof settingsChangeSchema>;

/** What came with the cashier's day: a store that says nothing has the defaults of `dayOf`. */
export const daySettingsShape = {
  ...houseRulesShape,
  /** The latest first. */
  changes: z.array(settingsChangeSchema).max(100).optional(),
  /** 4 digits where nothing is said. */
  pinMinDigits: z.int().min(4).max(8).optional(),
  /** Refuses 1111, 1234 and their like when a PIN is set. */
  refuseTrivialPins: z.boolean().optional(),
  /** Shown on the lock screen, by person: of a demonstration, where everybody shall get in. Never of a real shop. */
  demoPins: z.record(z.string(), z.string().max(8)).optional(),
  /** Coins and notes that are counted, falling. */
  denominationsMinor: z.array(z.int().min(1)).max(30).optional(),
  tenderKinds: z.array(tenderKindSchema).max(12).optional(),
  embeddedBarcodes: z.array(embeddedBarcodeSchema).max(20).optional(),
  speedKeys: z.array(speedKeyPageSchema).max(12).optional(),
  /** Stands at the head of receipts, in black and white on the printer. */
  logo: pictureUrl.optional(),
} as const;

/** The one settings document of a store (`id` is `store`): what every till of it needs to work alone. */
export const storeSettingsSchema = z.looseObject({
  id: z.literal('store'),
  storeId: name(40),
  storeName: name(80),
  address: z.array(text(80)).max(6),
  taxNumber: text(40),
  currency: currencyCode,
  /** BCP 47, for amounts and dates on receipts. */
  locale: localeTag,
  timeZone: timeZoneName,
  dayStartsAtHour: z.int().min(0).max(23),
  pricesIncludeTax: z.boolean(),
  taxClasses: z.array(z.object({ taxClass: name(40), label: name(40), ratePpm })).max(20),
  /** The smallest coin in use; 1 means no cash rounding. */
  cashStepMinor: z.int().min(1).max(1000),
  /** Notes and large coins, rising, for quick amounts. */
  notesMinor: z.array(z.int().min(1)).max(20),
  /** How long a cart keeps what it holds after the last touch. */
  reservationTtlMs: z.int().min(1000),
  parkedTtlMs: z.int().min(1000),
  underPayingTtlMs: z.int().min(1000),
  /** Selling beyond stock while offline: anyone, or a manager. */
  oversell: z.enum(['allow', 'manager']),
  receiptFooter: z.array(text(80)).max(6),
  ...daySettingsShape,
  version: counter,
});

export type StoreSettings = z.infer<typeof storeSettingsSchema>;

export type DaySettings = { [M in Defaulted]: NonNullable<StoreSettings[M]> };
type Defaulted =
  | 'autoLockMs'
  | 'pinMinDigits'
  | 'refuseTrivialPins'
  | 'embeddedBarcodes'
  | 'tenderKinds'
  | 'speedKeys'
  | 'returnDays'
  | 'largeDiscountPpm';

const DAY_DEFAULTS: DaySettings = {
  autoLockMs: 5 * 60_000,
  pinMinDigits: 4,
  refuseTrivialPins: false,
  embeddedBarcodes: [],
  tenderKinds: [],
  speedKeys: [],
  returnDays: 30,
  largeDiscountPpm: 100_000,
};

/** What a store says of its day, with the defaults where it says nothing. Takes `null`: settings that have not come yet. */
export function dayOf(settings: Partial<Pick<StoreSettings, Defaulted>> | null): DaySettings {
  const said = Object.fromEntries(
    Object.keys(DAY_DEFAULTS).flatMap((member) => {
      const value = settings?.[member as Defaulted];
      return value === undefined ? [] : [[member, value]];
    }),
  );
  return { ...DAY_DEFAULTS, ...said };
}

/** Tax rate of a class by the store's settings; 0 where the class is unknown (the server reports it). */
export function taxRateOf(settings: Pick<StoreSettings, 'taxClasses'>, taxClass: string): number {
  return settings.taxClasses.find((entry) => entry.taxClass === taxClass)?.ratePpm ?? 0;
}
