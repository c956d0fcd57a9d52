import { z } from 'zod';
import { counter, name, uuid } from '../core/scalars.ts';
import { pinCheckSchema } from './pin.ts';

export const ROLES = ['owner', 'manager', 'cashier'] as const;
export type Role = (typeof ROLES)[number];

/** A person who may work at a till of the store. PINs never travel. */
export const staffMemberSchema = z.looseObject({
  id: uuid,
  name: name(80),
  role: z.enum(ROLES),
  active: z.boolean(),
  /** Hue of the avatar, 0 to 359. */
  hue: z.int().min(0).max(359).optional(),
  /** True where the person has a PIN, also where `pin` is missing because the server cannot tell this terminal of it. */
  pinSet: z.boolean().optional(),
  pin: pinCheckSchema.optional(),
  version: counter,
});

export type StaffMember = z.infer<typeof staffMemberSchema>;

/** A person as head office writes one: `id` and `version` are the server's. */
export const staffDraftSchema = z.object({
  name: name(80),
  role: z.enum(ROLES),
  hue: z.int().min(0).max(359).optional(),
});
export const staffChangeSchema = staffDraftSchema.partial().extend({ active: z.boolean().optional() });
export type StaffDraft = z.infer<typeof staffDraftSchema>;
export type StaffChange = z.infer<typeof staffChangeSchema>;
