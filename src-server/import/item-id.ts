import { createHash } from 'node:crypto';
import { uuidV7 } from '../../shared/core/uuid.ts';

/** The time inside every derived id. It is not when the item was made: it only has to stay the same for ever. */
const DERIVED_AT_MS = Date.UTC(2026, 0, 1);

/**
 * The id of an item that is known by a name of its own, such as a shop's handle. The same source and name always
 * give the same id, so that importing a file again meets the items of the first time instead of adding them twice.
 *
 * @param source where the name is unique: `demo`, `shopify`, `woocommerce`
 */
export function derivedItemId(source: string, name: string): string {
  return uuidV7(DERIVED_AT_MS, createHash('sha256').update(`${source}\n${name}`).digest());
}
