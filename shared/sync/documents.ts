import { z } from 'zod';
import { itemSchema } from '../catalog/item.ts';
import { counter } from '../core/scalars.ts';
import { customerSchema } from '../office/customer.ts';
import { officeRequestSchema } from '../office/office-request.ts';
import { saleSchema } from '../sale/sale.ts';
import { shiftEventSchema } from '../shift/shift-event.ts';
import { staffMemberSchema } from '../staff/staff-member.ts';
import { daySettingsShape, storeSettingsSchema } from '../staff/store-settings.ts';
import { saleResultSchema } from '../stock/reservation.ts';
import { stockCommandSchema } from '../stock/stock-command.ts';
import { stockLevelSchema } from '../stock/stock-level.ts';

const pulled = { version: counter, _deleted: z.boolean().optional() };

/** Each member as it is, or as if it were not said where a newer server says something else by it. */
const asIfUnsaid = Object.fromEntries(
  Object.entries(daySettingsShape).map(([member, schema]) => [
    member,
    (schema as z.ZodOptional).catch(undefined),
  ]),
) as unknown as typeof daySettingsShape;

/** Collections whose only author is the server. */
export const PULLED = {
  items: itemSchema.safeExtend(pulled),
  stockLevels: stockLevelSchema.safeExtend(pulled),
  saleResults: saleResultSchema.safeExtend(pulled),
  staff: staffMemberSchema.safeExtend(pulled),
  settings: storeSettingsSchema.safeExtend(pulled),
  customers: customerSchema.safeExtend(pulled),
} as const;

/**
 * The same as a till reads them. A word that a newer server has for something takes the careful meaning, so that it does
 * not cost the till the whole document: a sale's answer, the shop's settings, a person who may sell. Members that are
 * not known are let through where they may matter to nobody here, and a till that knows them pulls them again
 * (src-renderer/database/pulled-shapes.ts).
 */
export const PULLED_AS_READ = {
  ...PULLED,
  saleResults: PULLED.saleResults.safeExtend({
    reservation: saleResultSchema.shape.reservation.safeExtend({
      // Holds nothing, as far as anybody here can tell.
      state: saleResultSchema.shape.reservation.shape.state.catch('released'),
    }),
  }),
  staff: PULLED.staff.safeExtend({
    role: staffMemberSchema.shape.role.catch('cashier'),
    // Of another kind than is known here: nobody gets in by it, and who it is stays known.
    pin: staffMemberSchema.shape.pin.catch(undefined),
  }),
  settings: PULLED.settings.safeExtend({
    oversell: storeSettingsSchema.shape.oversell.catch('manager'),
    ...asIfUnsaid,
    // A role or an act that is not known here means nothing here, and the rest of the matrix stands.
    permissions: z
      .record(z.string(), z.record(z.string(), z.boolean()))
      .optional()
      .catch(undefined) as unknown as typeof daySettingsShape.permissions,
  }),
} as const;

/** Collections whose only author is the terminal. */
export const PUSHED = {
  sales: saleSchema,
  shifts: shiftEventSchema,
  stockCommands: stockCommandSchema,
  officeRequests: officeRequestSchema,
} as const;

export type PulledCollection = keyof typeof PULLED;
export type PushedCollection = keyof typeof PUSHED;
/** Whose documents are written once and never change. */
export type FactCollection = Exclude<PushedCollection, 'sales'>;
export type PulledDocument<C extends PulledCollection> = z.infer<(typeof PULLED)[C]>;

export const PULLED_COLLECTIONS = Object.keys(PULLED) as PulledCollection[];
export const PUSHED_COLLECTIONS = Object.keys(PUSHED) as PushedCollection[];
export const FACT_COLLECTIONS = PUSHED_COLLECTIONS.filter(
  (collection): collection is FactCollection => collection !== 'sales',
);

/** The member that names a document of a pulled collection. */
export const PULLED_KEY: Readonly<Record<PulledCollection, string>> = {
  items: 'id',
  stockLevels: 'sku',
  saleResults: 'saleId',
  staff: 'id',
  settings: 'id',
  customers: 'id',
};
