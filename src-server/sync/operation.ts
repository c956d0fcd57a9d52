import type { OfficeRequest } from '../../shared/office/office-request.ts';
import type { OpenSale, TenderedSale } from '../../shared/sale/sale.ts';
import type { ShiftEvent } from '../../shared/shift/shift-event.ts';
import type { ActRecord } from '../../shared/stock/exception-acts.ts';
import type { ExceptionKind } from '../../shared/stock/reservation.ts';
import type { StockCommand } from '../../shared/stock/stock-command.ts';
import type { PushStatus } from '../../shared/sync/protocol.ts';

/** A line as the lane needs it: duplicates of one variation are merged into their first. Quantities signed, in smallest steps. */
export interface OperationLine {
  readonly lineNo: number;
  readonly lineId: string;
  readonly sku: string;
  readonly mergeKey: string;
  /** Open sales: what is asked for, never below zero. Tendered: the stock effect, signed. */
  readonly quantity: number;
  readonly unitPriceMinor: number;
  /** True where the cashier may set the price. */
  readonly priceFree: boolean;
  /** False where the document says that the line keeps no stock. */
  readonly tracked: boolean;
  readonly returned?: { readonly saleId: string; readonly lineId: string | null; readonly quantity: number };
}

/** An exception that needs no look at the database to be seen. */
export interface SeenException {
  readonly kind: 'brokenChain' | 'clockSkew' | 'revokedTerminal' | 'totalMismatch';
  readonly detail?: unknown;
}

export interface SaleOperation {
  readonly kind: 'sale';
  readonly sale: OpenSale | TenderedSale;
  readonly body: string;
  readonly contentHash: string;
  readonly lines: readonly OperationLine[];
  readonly exceptions: readonly SeenException[];
}

export interface KeepOperation {
  readonly kind: 'keep';
  readonly terminalId: string;
  /** As it was pushed: one of PUSHED_COLLECTIONS, or what a newer client calls its own. */
  readonly collection: string;
  readonly docId: string;
  readonly revision: number;
  readonly contentHash: string;
  readonly body: string;
  /** A stable code. */
  readonly reason: string;
  readonly detail: string;
  readonly epoch: number | null;
  readonly sequence: number | null;
}

/** What the lane applies, in batches, one transaction each. */
export type Operation =
  | SaleOperation
  | KeepOperation
  | {
      readonly kind: 'stockCommand';
      readonly command: StockCommand;
      /** As it was sent, where that is not the command itself. */
      readonly body?: string;
      readonly contentHash: string;
      /** Null: not made at a till. */
      readonly terminalId: string | null;
    }
  | {
      readonly kind: 'shiftEvent';
      readonly event: ShiftEvent;
      /** As it was sent, where that is not the event itself. */
      readonly body?: string;
      readonly contentHash: string;
      readonly revoked: boolean;
    }
  | {
      readonly kind: 'officeRequest';
      readonly request: OfficeRequest;
      /** As it was sent. */
      readonly body: string;
      readonly contentHash: string;
    }
  /** Opening receipts of an import, at most 500 lines: only of SKUs that have no movements yet. The id makes it idempotent. */
  | {
      readonly kind: 'opening';
      readonly id: string;
      readonly reason: string;
      readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
    }
  /** Extends the live reservations of exactly these sales, if they are this terminal's. */
  | { readonly kind: 'heartbeat'; readonly terminalId: string; readonly saleIds: readonly string[] }
  /** What a person did about an exception. */
  | { readonly kind: 'act'; readonly act: ActRecord }
  /** One half of a transfer, in the store where it moves. Each is applied once by the act's id. */
  | {
      readonly kind: 'transfer';
      readonly half: 'transferOut' | 'transferIn';
      readonly actId: string;
      readonly sku: string;
      readonly quantity: number;
      readonly reason: string;
    }
  /** A kept document was judged again at a person's word; `outcome` is what the lane answered. */
  | {
      readonly kind: 'sentAgain';
      readonly keptId: string;
      readonly actId: string;
      readonly by: string;
      readonly note: string;
      readonly outcome: PushStatus;
    }
  /** Exceptions that were found by looking at what is stored. */
  | { readonly kind: 'found'; readonly cases: readonly FoundCase[] }
  /** A Z was compared with what is here; null: it says the same. */
  | { readonly kind: 'reportChecked'; readonly eventId: string; readonly differs: FoundCase | null }
  /** Ends the reservations of these sales where their time is over by now. */
  | { readonly kind: 'expire'; readonly saleIds: readonly string[] }
  /** A new epoch for a terminal; the answer's `epoch` says which. */
  | { readonly kind: 'newEpoch'; readonly terminalId: string }
  /** Applies counts and raises periods that waited for sales which have arrived since. */
  | { readonly kind: 'settle' };

export interface FoundCase {
  /** The sale, command or terminal it is about. */
  readonly cause: string;
  readonly kind: ExceptionKind;
  readonly terminal?: string;
  readonly detail?: unknown;
  /** True where it is not the same thing told twice: a case that was resolved is open again. */
  readonly again?: boolean;
}

export interface Answer {
  readonly status: PushStatus;
  /** A stable code of why, for example `conflictingTender`. */
  readonly code?: string;
  readonly message?: string;
  /** Sales: every line of the live reservation was granted in full. */
  readonly granted?: boolean;
  /** `newEpoch`. */
  readonly epoch?: number;
  /** `opening`: the SKUs that were left alone because they had movements, or are unknown. */
  readonly refusedSkus?: readonly string[];
  /** `stockCommand`: on hand after it. */
  readonly onHand?: number;
  /** `act` and the halves of a transfer: what it put on the shelf, signed. */
  readonly moved?: number;
  /** `heartbeat`, `expire`, `settle`: how many it touched. */
  readonly count?: number;
}
