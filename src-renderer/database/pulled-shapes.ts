import { PULLED_AS_READ, PULLED_COLLECTIONS, type PulledCollection } from '../../shared/sync/documents.ts';
import type { DeviceStore } from './device-store.ts';

/**
 * Raised when this version keeps something of a pulled document that the one before has left out, or understands it
 * otherwise. What was stored before is used until the server has sent it again: a till that was updated while it is
 * offline must go on selling. A test keeps digests of what is read.
 */
export const PULLED_SHAPES: Readonly<Record<PulledCollection, number>> = {
  items: 0,
  stockLevels: 0,
  saleResults: 0,
  staff: 0,
  settings: 0,
  customers: 0,
};

/** A document that an older version has stored, as this one reads it; null where it cannot. */
export function readStored<D>(collection: PulledCollection, document: unknown): D | null {
  const read = PULLED_AS_READ[collection].safeParse(document);
  if (read.success) return read.data as D;
  // Of a deleted one the key and the version may be all there is.
  const record = document as { _deleted?: unknown; version?: unknown } | null;
  return record?._deleted === true && typeof record.version === 'number' ? (document as D) : null;
}

/**
 * Lets the next sync pull from the beginning what an older version has stored, and what the disk has spoiled.
 *
 * @param damaged collections of which a page could not be read
 */
export async function pullAnewWhereOlder(
  device: Pick<DeviceStore, 'get' | 'set'>,
  damaged: (collection: PulledCollection) => boolean,
  shapes: Readonly<Record<PulledCollection, number>> = PULLED_SHAPES,
): Promise<void> {
  for (const collection of PULLED_COLLECTIONS) {
    const shape = shapes[collection];
    const stored = (await device.get<number>(`shape/${collection}`)) ?? 0;
    if (stored === shape && !damaged(collection)) continue;
    const generation = (await device.get<number>(`generation/${collection}`)) ?? 0;
    await device.set(`generation/${collection}`, generation + 1);
    if (stored !== shape) await device.set(`shape/${collection}`, shape);
  }
}
