import { z } from 'zod';
import { counter, instant, minor, name, quantity, skuCode, text, uuid } from '../core/scalars.ts';
import type { Sale, SaleLine } from '../sale/sale.ts';
import { stockEffect } from './stock-effect.ts';

export const RESERVATION_STATES = ['live', 'expired', 'released', 'converted', 'handedOver'] as const;
export type ReservationState = (typeof RESERVATION_STATES)[number];

export const EXCEPTION_KINDS = [
  'oversold',
  'priceMismatch',
  'totalMismatch',
  'unknownSku',
  'duplicateReturn',
  'clockSkew',
  'soldTwice',
  'brokenChain',
  'revokedTerminal',
  'forgottenTerminal',
  'conflictingTender',
  'duplicateSequence',
  'keptDocument',
  'waitingCount',
  'zDiffers',
  'waitingZ',
] as const;
export type ExceptionKind = (typeof EXCEPTION_KINDS)[number];

/** What the server makes of a sale. */
export const saleResultSchema = z.looseObject({
  saleId: uuid,
  /** The revision this answers. */
  revision: counter,
  reservation: z.looseObject({
    state: z.enum(RESERVATION_STATES),
    expiresAt: instant.nullable(),
    lines: z.array(
      z.looseObject({
        lineId: name(64),
        sku: skuCode,
        requested: quantity,
        granted: quantity,
        heldBy: z.array(z.object({ terminalName: text(80), quantity })),
      }),
    ),
  }),
  appliedAt: instant.nullable(),
  exceptions: z.array(
    z.looseObject({
      kind: text(40),
      sku: skuCode.optional(),
      quantity: quantity.optional(),
      amountMinor: minor.optional(),
      /** When a person settled it; not there while it waits. */
      resolvedAt: instant.optional(),
    }),
  ),
  version: counter,
});

export type SaleResult = z.infer<typeof saleResultSchema>;

/** Where a line stands, in the cashier's terms. */
export type LineReservation =
  | { readonly state: 'none' }
  /** Asked for; the server has not answered this revision. `available` is what the till itself can see. */
  | { readonly state: 'reserving' }
  | { readonly state: 'reserved' }
  /** Asked, and less was granted than is wanted. */
  | {
      readonly state: 'beyond';
      readonly granted: number;
      readonly heldBy: SaleResult['reservation']['lines'][number]['heldBy'];
    }
  /** It was held and has lapsed; touching it asks again. */
  | { readonly state: 'lapsed' }
  /** Nobody could be asked, and by the till's own view there is not enough. */
  | { readonly state: 'beyondHere'; readonly available: number };

/**
 * What to say of a line.
 *
 * @param online false when nobody can be asked at present
 * @param availableHere the till's own availability of the SKU *after* this sale's demand (below zero: beyond stock)
 */
export function lineReservation(
  sale: Sale,
  line: SaleLine,
  result: SaleResult | null,
  online: boolean,
  availableHere: number | null,
): LineReservation {
  const wanted = stockEffect(line, sale.status === 'tendered');
  if (wanted <= 0 || sale.status === 'tendered' || sale.status === 'abandoned') return { state: 'none' };
  const answered = result?.reservation.lines.find((other) => other.lineId === line.lineId);
  if (result && result.revision >= sale.revision) {
    if (result.reservation.state === 'expired') return { state: 'lapsed' };
    if (answered && answered.granted >= wanted) return { state: 'reserved' };
    if (answered) return { state: 'beyond', granted: answered.granted, heldBy: answered.heldBy };
  }
  // Not answered yet, but what was granted to an earlier revision still covers the line.
  if (
    result?.reservation.state === 'live' &&
    answered &&
    answered.sku === line.sku &&
    answered.granted >= wanted
  )
    return { state: 'reserved' };
  if (availableHere !== null && availableHere < 0)
    return { state: 'beyondHere', available: Math.max(0, availableHere + wanted) };
  return online ? { state: 'reserving' } : { state: 'none' };
}
