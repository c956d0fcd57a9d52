import { z } from 'zod';
import { counter, instant, name, text, uuid } from '../core/scalars.ts';
import { speedKeyPageSchema } from '../staff/store-settings.ts';
import { customerFields, emailAddress } from './customer.ts';

const request = {
  id: uuid,
  terminalId: uuid,
  staffId: uuid,
  at: instant,
  documentVersion: counter.optional(),
};

/**
 * Something a till asks of head office and does not wait for: written here, sent when it can be, done once. A fact, as a
 * stock command is.
 */
export const officeRequestSchema = z.discriminatedUnion('kind', [
  /** Opens a customer under the id of the request, which sales may name before the server has heard of it. */
  z.looseObject({ ...request, kind: z.literal('newCustomer'), customer: z.object(customerFields) }),
  /** Sends the receipt of a sale; the server waits for the sale. */
  z.looseObject({
    ...request,
    kind: z.literal('emailReceipt'),
    saleId: uuid,
    email: emailAddress,
    /** BCP 47: the language of the letter. */
    language: name(35),
    /** The receipt as the till shows it, so that the letter says what the paper says. */
    receipt: z.object({ subject: text(200), html: text(400_000), text: text(100_000) }),
  }),
  /** Arranges the store's speed keys anew: all pages, as they are from now on. */
  z.looseObject({ ...request, kind: z.literal('speedKeys'), pages: z.array(speedKeyPageSchema).max(12) }),
]);

export type OfficeRequest = z.infer<typeof officeRequestSchema>;
