const CODE = /^EV1([0-9A-F]{8})([0-9A-F]{4})([0-9A-F]{4})([0-9A-F]{4})([0-9A-F]{12})([0-9A-F]{64})$/;

/**
 * What a receipt's QR code says: which sale it is, and the hash that proves it. Only digits and capitals A to F, E and V:
 * a scanner that types for a keyboard of another country writes them the same, and QR packs them tightly.
 */
export function receiptCode(sale: { readonly saleId: string; readonly hash: string }): string {
  return `EV1${sale.saleId.replaceAll('-', '')}${sale.hash}`.toUpperCase();
}

const TRAINING_CODE = /^EV0([0-9A-F]{8})([0-9A-F]{4})([0-9A-F]{4})([0-9A-F]{4})([0-9A-F]{12})$/;

/** The code of a receipt that was only rehearsed. No hash: nothing proves it, and no till takes it for a sale. */
export function trainingReceiptCode(saleId: string): string {
  return `EV0${saleId.replaceAll('-', '')}`.toUpperCase();
}

/** Reads the code of a rehearsed receipt; null when it is none. */
export function parseTrainingCode(text: string): { readonly saleId: string } | null {
  const match = TRAINING_CODE.exec(text.trim().toUpperCase());
  return match ? { saleId: match.slice(1).join('-').toLowerCase() } : null;
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
