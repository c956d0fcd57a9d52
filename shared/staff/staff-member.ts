import { z } from 'zod';
import { counter, name, uuid } from '../core/scalars.ts';

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
  version: counter,
});

export type StaffMember = z.infer<typeof staffMemberSchema>;
