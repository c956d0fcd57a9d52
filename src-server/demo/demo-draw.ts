import { createHash } from 'node:crypto';

/**
 * A whole number from 0 to `below` − 1 that looks thrown and is always the same for a key: the demo shop needs varied
 * numbers, and the same ones on every machine and after every change of its rows.
 */
export function draw(key: string, below: number): number {
  return createHash('sha256').update(key).digest().readUInt32BE(0) % below;
}
