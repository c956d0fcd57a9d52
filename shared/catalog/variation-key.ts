import { canonicalJson } from '../core/canonical-json.ts';

/**
 * The canonical text of one sellable form of an item. Two forms are the same exactly when item, size and
 * properties are, whatever the order in which the properties were given.
 */
export function variationKey(
  itemId: string,
  size: string | null,
  properties: Readonly<Record<string, string>>,
): string {
  return canonicalJson([itemId, size, properties]);
}
