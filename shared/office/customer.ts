import { z } from 'zod';
import { counter, name, text, uuid } from '../core/scalars.ts';

/** An address that a receipt can be sent to: one @ with something on both sides, no space. Delivery alone proves more. */
export const emailAddress = text(254).regex(
  /^[^\s@<>",;]+@[^\s@<>",;]+\.[^\s@<>",;]+$/,
  'is no e-mail address',
);

/** What is known of a customer. */
export const customerFields = {
  name: name(120),
  email: emailAddress.optional(),
  phone: text(40).optional(),
  /** Of a business: printed on its receipts. */
  taxNumber: text(40).optional(),
  /** Pays no tax, and why; a person of the shop has seen the paper. */
  taxExempt: z.object({ reason: name(120) }).optional(),
  note: text(300).optional(),
};

/** A customer of the store, as head office knows it. */
export const customerSchema = z.looseObject({
  id: uuid,
  ...customerFields,
  active: z.boolean(),
  version: counter,
});

export type Customer = z.infer<typeof customerSchema>;
