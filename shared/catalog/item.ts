import { z } from 'zod';
import { minor, name, quantity, skuCode, text, uuid } from '../core/scalars.ts';
import { variationKey } from './variation-key.ts';

/** How a variant is counted: a quantity is a whole number of 10^-scale units. UN/ECE Recommendation 20 codes. */
export const unitSchema = z.object({ code: name(8), scale: z.int().min(0).max(6) });

export const variantSchema = z.object({
  sku: skuCode,
  size: name(40).nullable(),
  properties: z.record(name(40), name(80)),
  /** GTINs and other codes that a scanner may read. */
  codes: z.array(name(64)).max(20),
  unit: unitSchema,
  priceMinor: minor.min(0),
});

const itemShape = z.looseObject({
  id: uuid,
  name: name(200),
  category: name(80),
  taxClass: name(40),
  hasSizes: z.boolean(),
  active: z.boolean(),
  /** The cashier types the price. */
  openPrice: z.boolean().optional(),
  /** False for services and the like: no reservation, no movement, never out of stock. */
  tracksStock: z.boolean().optional(),
  /** Not sold to anyone younger, in years. */
  minAge: z.int().min(1).max(99).optional(),
  /**
   * What goes along with each whole unit of it on a line of its own, a bottle deposit for example; quantities in the
   * smallest step of the linked SKU's unit.
   */
  linked: z
    .array(z.object({ sku: skuCode, quantity: quantity.min(1) }))
    .max(10)
    .optional(),
  /** False for what the law or the shop lets nobody take anything off: deposits, books, gift cards. */
  discountable: z.boolean().optional(),
  /** What a tile shows where there is no picture. */
  tile: z.object({ glyph: text(4), hue: z.int().min(0).max(359) }).optional(),
  variants: z.array(variantSchema).min(1).max(2000),
});

/** What head office or an import writes. A size is required exactly where the item has sizes; a form exists once. */
export const itemSchema = itemShape.superRefine((item, context) => {
  const keys = new Set<string>();
  for (const [index, variant] of item.variants.entries()) {
    if (item.hasSizes !== (variant.size !== null)) {
      context.addIssue({
        code: 'custom',
        path: ['variants', index, 'size'],
        message: item.hasSizes ? 'is missing' : 'is not for this item',
      });
    }
    const key = variationKey(item.id, variant.size, variant.properties);
    if (keys.has(key))
      context.addIssue({
        code: 'custom',
        path: ['variants', index],
        message: 'repeats a variant of this item',
      });
    keys.add(key);
  }
});

export type Unit = z.infer<typeof unitSchema>;
export type Variant = z.infer<typeof variantSchema>;
export type Item = z.infer<typeof itemShape>;

export function tracksStock(item: Pick<Item, 'tracksStock'>): boolean {
  return item.tracksStock ?? true;
}
