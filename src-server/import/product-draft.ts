/** What a row of an export says of one sellable form, before prices, codes and SKUs are judged. */
export interface VariantDraft {
  line: number;
  /** Empty where the shop gave none. */
  sku: string;
  options: { name: string; value: string }[];
  price: string;
  barcode: string;
  /** Empty where the export says nothing. */
  quantity: string;
}

/** One product of an export, the same for every kind of shop. */
export interface ProductDraft {
  /** What the shop knows it by, unchanged from one export to the next. */
  handle: string;
  /** What SKUs are derived from; usually the handle. */
  skuRoot: string;
  line: number;
  name: string;
  category: string;
  taxClass: string;
  active: boolean;
  tracksStock: boolean;
  variants: VariantDraft[];
}
