import type { z } from 'zod';
import { PUSHED, type PushedCollection } from './documents.ts';

/**
 * Documents outlive the version of the application that wrote them: in a till's store, in its journal, on their way. What
 * a till writes says so with `documentVersion`; without one it is version 0, as everything was before, and as other
 * clients may go on writing. A field that may be left out raises no version: readers ignore what they do not know, and
 * what is stored keeps it. A version is raised only when an old reader would take the document for something that it is
 * not. Then a step is added here, never changed afterwards, and a document of the old shape goes into
 * test/shared/versions.
 *
 * A step makes a copy for reading. What was written stays as it is, in every store, and a hash is over that.
 */
export interface DocumentReader<D> {
  /** The newest shape. */
  readonly schema: z.ZodType<D>;
  /** `steps[n]` reads a document of version n as one of version n + 1. Pure; may throw on what is no such document. */
  readonly steps: readonly ((document: Raw) => Raw)[];
}

export type PushedDocument<C extends PushedCollection> = z.infer<(typeof PUSHED)[C]>;
type Raw = Readonly<Record<string, unknown>>;

/** From 0 to 1 only the mark itself came. */
const marked = (document: Raw): Raw => document;

export const READERS: { readonly [C in PushedCollection]: DocumentReader<PushedDocument<C>> } = {
  sales: { schema: PUSHED.sales, steps: [marked] },
  shifts: { schema: PUSHED.shifts, steps: [marked] },
  stockCommands: { schema: PUSHED.stockCommands, steps: [marked] },
  officeRequests: { schema: PUSHED.officeRequests, steps: [marked] },
};

/** The version in which this version of the application writes. */
export const presentVersion = (collection: PushedCollection): number => READERS[collection].steps.length;

export type ReadDocument<D> =
  | { readonly ok: true; readonly document: D }
  | {
      readonly ok: false;
      /** `newerVersion`: a later version of this program will understand it. */
      readonly reason: 'newerVersion' | 'notUnderstood';
      /** For a person. */
      readonly detail: string;
    };

/** Reads a document of this version or of any before. Never throws; the document given is not changed. */
export function readDocument<D>(reader: DocumentReader<D>, document: unknown): ReadDocument<D> {
  let present: Raw;
  try {
    present = upcast(reader, (typeof document === 'object' && document !== null ? document : {}) as Raw);
  } catch (error) {
    if (error instanceof NewerVersion) return { ok: false, reason: 'newerVersion', detail: error.message };
    return notUnderstood(error instanceof Error ? error.message : String(error));
  }
  const parsed = reader.schema.safeParse(present);
  return parsed.success ? { ok: true, document: parsed.data } : notUnderstood(issuesOf(parsed.error.issues));
}

class NewerVersion extends Error {}

/**
 * A document that was read once before, in the shape of this version: the steps alone, without its schema.
 *
 * @throws when it is of a later version, or no document of the version that it says
 */
export function upcast({ steps }: Pick<DocumentReader<unknown>, 'steps'>, document: Raw): Raw {
  const version = document.documentVersion ?? 0;
  if (typeof version !== 'number' || !Number.isSafeInteger(version) || version < 0)
    throw new Error('documentVersion: is not a whole number from 0');
  if (version > steps.length)
    throw new NewerVersion(`is of version ${version}; this program reads versions up to ${steps.length}`);
  return steps.slice(version).reduce((read, step) => step(read), document);
}

const notUnderstood = (detail: string) => ({ ok: false, reason: 'notUnderstood', detail }) as const;

/** What a schema found wrong, as `lines.0.sku: is missing; …`. */
const issuesOf = (issues: readonly { path: PropertyKey[]; message: string }[]): string =>
  issues
    .slice(0, 5)
    .map((issue) => `${issue.path.map(String).join('.')}: ${issue.message}`)
    .join('; ');
