import { z } from 'zod';
import { text } from '../../shared/core/scalars.ts';

/**
 * How far a terminal has read a collection. Opaque to it. `seq` and `stamp` name a batch of the scope's clock; after a restore
 * the stamp is unknown. `key` is the last document read of that batch, null when all of it was read. While `snapshotAfter` is
 * there, the first download is going on: documents come by key, and `seq` is where it began, from which the log is read
 * afterwards.
 */
export interface Checkpoint {
  readonly serverEpoch: number;
  readonly seq: number;
  readonly stamp: number;
  readonly key: string | null;
  readonly snapshotAfter?: string;
}

const schema = z.object({
  e: z.int().min(1),
  s: z.int().min(0),
  t: z.int().min(0),
  k: text(64).nullable(),
  a: text(64).optional(),
});

export function encodeCheckpoint(checkpoint: Checkpoint): string {
  const { serverEpoch: e, seq: s, stamp: t, key: k, snapshotAfter: a } = checkpoint;
  return Buffer.from(JSON.stringify({ e, s, t, k, ...(a === undefined ? {} : { a }) })).toString('base64url');
}

/** Null for what this server did not write. */
export function decodeCheckpoint(text: string): Checkpoint | null {
  try {
    const parsed = schema.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    if (!parsed.success) return null;
    const { e, s, t, k, a } = parsed.data;
    return { serverEpoch: e, seq: s, stamp: t, key: k, ...(a === undefined ? {} : { snapshotAfter: a }) };
  } catch {
    return null;
  }
}
