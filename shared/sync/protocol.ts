import { z } from 'zod';
import { counter, instant, name, text, uuid } from '../core/scalars.ts';
import { PULLED_COLLECTIONS } from './documents.ts';

/** One till pulls at most this many documents at once. */
export const PULL_LIMIT_MAX = 1000;
/** Wait for `under-paying` before the till goes on as if offline. */
export const UNDER_PAYING_WAIT_MS = 1500;

export const pairingCode = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z0-9]{8}$/, 'is not a pairing code');

/** Of a terminal. Far above what one can live through, and its next one still fits the server's integers. */
const epoch = z.int().min(1).max(1_000_000_000);

/** A till is paired anew a few times in its life. */
export const FORMERS_MAX = 50;

export const enrolRequestSchema = z.object({
  code: pairingCode,
  name: name(80),
  /** The terminal whose place this one takes: it is revoked, and its facts are delivered by this one. */
  replaces: uuid.optional(),
  /** Those that the machine was before that one, the latest first. */
  before: z.array(uuid).max(FORMERS_MAX).optional(),
  /** Of which server the till was: one that was restored from a backup takes back whom it has forgotten. */
  serverId: uuid.optional(),
  /** A person says that this is that server, where the till does not know: it takes back whom it has forgotten. */
  restored: z.boolean().optional(),
});
export const enrolResponseSchema = z.looseObject({
  terminalId: uuid,
  storeId: name(40),
  epoch,
  serverEpoch: z.int().min(1),
  token: name(200),
  /** What the terminal is called from now on: as asked for, or with a number that makes it the only one. */
  name: name(80).optional(),
  serverId: uuid.optional(),
});

export const epochRequestSchema = z.object({ reason: text(200) });
export const epochResponseSchema = z.looseObject({ epoch });

export const headSchema = z.object({
  epoch,
  instance: text(80),
  sequence: counter,
  hash: text(64),
});
export const heartbeatRequestSchema = z.object({
  saleIds: z.array(uuid).max(500),
  head: headSchema.optional(),
  /** The terminal's own clock when it sent this; a wrong one is marked, and nothing is refused for it. */
  clock: instant.optional().catch(undefined),
});
export const heartbeatResponseSchema = z.looseObject({
  serverTime: instant,
  epoch,
  serverId: uuid.optional().catch(undefined),
});

export const pullQuerySchema = z.object({
  /** Of any form and length: what the server did not write is an unknown checkpoint, not a wrong request. */
  checkpoint: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(PULL_LIMIT_MAX).default(200),
});
/** `documents` are checked one by one against PULLED: a bad one never holds back the next. */
export const pullResponseSchema = z.looseObject({
  documents: z.array(z.unknown()),
  checkpoint: text(400),
  serverEpoch: z.int().min(1).optional(),
});

export const PUSH_STATUSES = ['applied', 'repeated', 'stale', 'kept', 'retry'] as const;
export type PushStatus = (typeof PUSH_STATUSES)[number];
export const pushAnswerSchema = z.looseObject({
  id: z.string(),
  status: z.enum(PUSH_STATUSES),
  code: z.string().optional(),
  message: z.string().optional(),
});
export const pushResponseSchema = z.looseObject({
  conflicts: z.array(z.unknown()),
  answers: z.array(pushAnswerSchema),
});

/**
 * The answers of a push that can be understood, each alone: a newer server may say of one document what this program has
 * no word for, and that one is asked about again later.
 */
export function readPushAnswers(body: unknown): PushAnswer[] {
  const read = z.looseObject({ answers: z.array(z.unknown()) }).safeParse(body);
  if (!read.success) return [];
  return read.data.answers.flatMap((answer) => {
    const understood = pushAnswerSchema.safeParse(answer);
    return understood.success ? [understood.data] : [];
  });
}

export const changesEventSchema = z.looseObject({
  collection: z.enum(PULLED_COLLECTIONS as [string, ...string[]]),
  documents: z.array(z.unknown()),
  checkpoint: text(400),
  serverEpoch: z.int().min(1).optional(),
});

/** RFC 9457 with a stable `code`. */
export const problemSchema = z.looseObject({
  type: z.string().optional(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string().optional(),
});

export type PushAnswer = z.infer<typeof pushAnswerSchema>;
export type EnrolResponse = z.infer<typeof enrolResponseSchema>;
export type Head = z.infer<typeof headSchema>;
export type Problem = z.infer<typeof problemSchema>;

/** Stable codes of `application/problem+json` answers. */
export const PROBLEM_CODES = [
  'invalidRequest',
  'unauthorized',
  'revoked',
  'wrongPairingCode',
  'checkpointExpired',
  'notFound',
  'notAvailable',
  'saleTendered',
  'alreadyResolved',
  'pinRefused',
  'stale',
  'tooLarge',
  'unsupportedMediaType',
  'tooManyRequests',
  'unavailable',
  'internal',
] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number];
