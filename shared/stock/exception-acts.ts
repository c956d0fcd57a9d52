import { z } from 'zod';
import { name, quantity, skuCode, text, uuid } from '../core/scalars.ts';
import type { ExceptionKind } from './reservation.ts';

/**
 * What a person may do about an exception. `moves` says what it does to on hand of the store:
 * `by` the signed quantity, `to` the quantity that was found on the shelf, `later` by a transfer from another store, or nothing.
 */
export const EXCEPTION_ACTS = {
  /** Units turned up that the books did not have. */
  foundStock: { moves: 'by', sign: 1 },
  /** The shelf was counted: on hand becomes what was found. */
  recount: { moves: 'to', sign: 0 },
  /** Another store sends the units: out there, in here, two movements under one id. */
  transfer: { moves: 'later', sign: 1 },
  /** The customer gets the units when they come; nothing is on the shelf yet, so nothing moves. */
  backOrder: { moves: 'none', sign: 0 },
  /** The difference is taken as a loss or a gain: the books follow. Signed. */
  writeOff: { moves: 'by', sign: 0 },
  /** Looked into, and right or settled outside the stock: a refund, a corrected price, a clock that was set. */
  accept: { moves: 'none', sign: 0 },
  /** A kept document, or a count that waits, is left alone for good. It stays stored. */
  setAside: { moves: 'none', sign: 0 },
  /** A count is compared with the sales that have arrived. */
  countAsItIs: { moves: 'none', sign: 0 },
} as const satisfies Record<
  string,
  { readonly moves: 'by' | 'to' | 'later' | 'none'; readonly sign: 1 | 0 | -1 }
>;
export type ExceptionActName = keyof typeof EXCEPTION_ACTS;
export const EXCEPTION_ACT_NAMES = Object.keys(EXCEPTION_ACTS) as ExceptionActName[];

const OF_STOCK = ['foundStock', 'recount', 'transfer', 'backOrder', 'writeOff', 'accept'] as const;

/** Which acts resolve which kind. A kept document can besides be sent again, which is judged afresh. */
export const RESOLUTIONS: Readonly<Record<ExceptionKind, readonly ExceptionActName[]>> = {
  oversold: ['foundStock', 'recount', 'transfer', 'backOrder', 'writeOff'],
  unknownSku: OF_STOCK,
  duplicateReturn: ['recount', 'writeOff', 'foundStock', 'accept'],
  soldTwice: ['foundStock', 'recount', 'transfer', 'backOrder', 'writeOff', 'accept'],
  priceMismatch: ['accept'],
  totalMismatch: ['accept'],
  clockSkew: ['accept'],
  brokenChain: ['accept'],
  revokedTerminal: ['accept'],
  forgottenTerminal: ['accept'],
  duplicateSequence: ['accept'],
  conflictingTender: ['foundStock', 'recount', 'writeOff', 'accept', 'setAside'],
  keptDocument: ['foundStock', 'recount', 'writeOff', 'setAside'],
  waitingCount: ['countAsItIs', 'setAside'],
  zDiffers: ['accept'],
  waitingZ: ['accept'],
};

/** An act as a person asks for it. */
export const actRequestSchema = z.object({
  /** Minted by who asks, so that an act sent twice is done once. */
  id: uuid,
  act: z.enum(EXCEPTION_ACT_NAMES as [ExceptionActName, ...ExceptionActName[]]),
  /** Where the exception itself names none. */
  sku: skuCode.optional(),
  /** In the unit's smallest step; of a recount what was found. Without it the exception's own quantity. */
  quantity: quantity.optional(),
  /** The code of the store that sends, for a transfer. */
  fromStore: name(40).optional(),
  by: name(80),
  staffId: uuid.optional(),
  note: text(500).default(''),
  /** The exception stays open: this was a part of what is to be done. */
  keepOpen: z.boolean().default(false),
});
export type ActRequest = z.infer<typeof actRequestSchema>;

/** The act as it is applied and stored. */
export interface ActRecord {
  readonly id: string;
  /** The exception's id. */
  readonly exception: string;
  readonly act: ExceptionActName;
  readonly moves: (typeof EXCEPTION_ACTS)[ExceptionActName]['moves'];
  readonly sku: string | null;
  readonly quantity: number | null;
  /** The server's number of the store that sends. */
  readonly otherStore: number | null;
  readonly resolves: boolean;
  readonly by: string;
  readonly staff: string | null;
  readonly note: string;
}

/** What is known of the exception. */
export interface ActSubject {
  readonly id: string;
  readonly kind: ExceptionKind;
  readonly sku: string | null;
  readonly quantity: number | null;
}

export type ActDecision =
  | { readonly ok: true; readonly record: ActRecord }
  | {
      readonly ok: false;
      readonly code:
        | 'wrongAct'
        | 'skuWanted'
        | 'quantityWanted'
        | 'wrongQuantity'
        | 'storeWanted'
        | 'sameStore';
      readonly detail: string;
    };

/**
 * Turns what a person asks for into what is applied.
 *
 * @param otherStore the number of the store that `fromStore` names, null where it names none or one that is unknown
 */
export function decideAct(
  subject: ActSubject,
  request: ActRequest,
  storeId: number,
  otherStore: number | null,
): ActDecision {
  const refused = (code: Extract<ActDecision, { ok: false }>['code'], detail: string): ActDecision => ({
    ok: false,
    code,
    detail,
  });
  const allowed = RESOLUTIONS[subject.kind];
  if (!allowed.includes(request.act))
    return refused(
      'wrongAct',
      `${request.act} is not an act for ${subject.kind}; those are: ${allowed.join(', ')}.`,
    );
  const { moves, sign } = EXCEPTION_ACTS[request.act];
  const stock = moves !== 'none';
  const sku = request.sku ?? subject.sku;
  if (stock && sku === null)
    return refused('skuWanted', `${request.act} moves stock, and this exception names no SKU: say which.`);
  // What is short is the natural measure, except of a count and of a loss, which only a person can tell.
  const told = moves === 'to' || (request.act === 'writeOff' && subject.kind !== 'oversold');
  const given = request.quantity ?? (told ? null : subject.quantity);
  if (stock && given === null) return refused('quantityWanted', `${request.act} wants a quantity.`);
  if (stock && given !== null) {
    if (moves === 'to' && given < 0) return refused('wrongQuantity', 'Nobody counts less than nothing.');
    if (moves !== 'to' && given === 0) return refused('wrongQuantity', 'A quantity of 0 moves nothing.');
    if (sign === 1 && given < 0) return refused('wrongQuantity', `${request.act} wants a quantity above 0.`);
  }
  if (moves === 'later' && otherStore === null)
    return refused('storeWanted', 'A transfer wants the code of the store that sends.');
  if (moves === 'later' && otherStore === storeId)
    return refused('sameStore', 'A store does not send to itself.');
  return {
    ok: true,
    record: {
      id: request.id,
      exception: subject.id,
      act: request.act,
      moves,
      sku: stock ? sku : null,
      quantity: stock || request.quantity !== undefined ? given : null,
      otherStore: moves === 'later' ? otherStore : null,
      resolves: !request.keepOpen,
      by: request.by,
      staff: request.staffId ?? null,
      note: request.note,
    },
  };
}
