const CODE = /^EV1([0-9A-F]{8})([0-9A-F]{4})([0-9A-F]{4})([0-9A-F]{4})([0-9A-F]{12})([0-9A-F]{64})$/;

/**
 * What a receipt's QR code says: which sale it is, and the hash that proves it. Only digits and capitals A to F, E and V:
 * a scanner that types for a keyboard of another country writes them the same, and QR packs them tightly.
 */
export function receiptCode(sale: { readonly saleId: string; readonly hash: string }): string {
  return `EV1${sale.saleId.replaceAll('-', '')}${sale.hash}`.toUpperCase();
}

/** Reads what a scanner made of a receipt's code; null when it is no receipt's code. */
export function parseReceiptCode(text: string): { readonly saleId: string; readonly hash: string } | null {
  const match = CODE.exec(text.trim().toUpperCase());
  if (!match) return null;
  const [, first, second, third, fourth, fifth, hash] = match;
  return {
    saleId: [first, second, third, fourth, fifth].join('-').toLowerCase(),
    hash: (hash ?? '').toLowerCase(),
  };
}
