import { z } from 'zod';
import { counter, instant, name, skuCode, text, uuid } from '../core/scalars.ts';
import { houseRulesChangeSchema, speedKeyPageSchema } from '../staff/store-settings.ts';
import { customerFields, emailAddress } from './customer.ts';

const request = {
  id: uuid,
  terminalId: uuid,
  staffId: uuid,
  at: instant,
  documentVersion: counter.optional(),
};

/** Something at the till that somebody may ask about later. */
export const incidentSchema = z.discriminatedUnion('what', [
  /** Somebody with too many wrong tries was let in again at once, by `staffId`. */
  z.object({ what: z.literal('pinLockLifted'), memberId: uuid }),
  /** The customer was not old enough, or could not show it: `staffId` did not sell these. */
  z.object({
    what: z.literal('ageRefused'),
    age: z.int().min(1).max(150),
    saleId: uuid.optional(),
    items: z.array(z.object({ itemId: text(100), sku: skuCode, name: text(300) })).max(100),
  }),
  /** `staffId` begins to practise: from here on nothing that this till does counts, until the session of that id has ended. */
  z.object({
    what: z.literal('trainingBegun'),
    sessionId: uuid,
    /** Who said yes, where that was not `staffId`, and why. */
    approvedBy: uuid.optional(),
    reason: text(200).optional(),
  }),
  /** By a person, because nobody touched the till, or because another business day began. */
  z.object({
    what: z.literal('trainingEnded'),
    sessionId: uuid,
    because: z.enum(['left', 'idle', 'newDay']),
  }),
]);
export type Incident = z.infer<typeof incidentSchema>;

/** What changes the store's settings says whose word it is, and what its author saw. */
const settingsRequest = {
  /** Who agreed, where that was not who asked. */
  approvedBy: uuid.optional(),
  /** Version of the settings that the author saw. */
  sawVersion: counter.optional(),
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
  z.looseObject({
    ...request,
    ...settingsRequest,
    kind: z.literal('speedKeys'),
    pages: z.array(speedKeyPageSchema).max(12),
  }),
  /** Changes who may what, or a limit. Holds nowhere before the server has decided it (shared/staff/decide-house-rules.ts). */
  z.looseObject({
    ...request,
    ...settingsRequest,
    kind: z.literal('houseRules'),
    change: houseRulesChangeSchema,
  }),
  /** Is kept, and nothing is done for it. */
  z.looseObject({ ...request, kind: z.literal('incident'), incident: incidentSchema }),
]);

export type OfficeRequest = z.infer<typeof officeRequestSchema>;
export type AskedSpeedKeys = Extract<OfficeRequest, { kind: 'speedKeys' }>;
export type AskedHouseRules = Extract<OfficeRequest, { kind: 'houseRules' }>;
