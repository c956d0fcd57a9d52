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
  const { schema, steps } = reader;
  let raw = (typeof document === 'object' && document !== null ? document : {}) as Raw;
  const version = raw.documentVersion ?? 0;
  if (typeof version !== 'number' || !Number.isSafeInteger(version) || version < 0)
    return notUnderstood('documentVersion: is not a whole number from 0');
  if (version > steps.length)
    return {
      ok: false,
      reason: 'newerVersion',
      detail: `is of version ${version}; this program reads versions up to ${steps.length}`,
    };
  try {
    for (const step of steps.slice(version)) raw = step(raw);
  } catch (error) {
    return notUnderstood(`is not of version ${version}: ${String(error)}`);
  }
  const parsed = schema.safeParse(raw);
  return parsed.success ? { ok: true, document: parsed.data } : notUnderstood(issuesOf(parsed.error.issues));
}

const notUnderstood = (detail: string) => ({ ok: false, reason: 'notUnderstood', detail }) as const;

/** What a schema found wrong, as `lines.0.sku: is missing; …`. */
const issuesOf = (issues: readonly { path: PropertyKey[]; message: string }[]): string =>
  issues
    .slice(0, 5)
    .map((issue) => `${issue.path.map(String).join('.')}: ${issue.message}`)
    .join('; ');
