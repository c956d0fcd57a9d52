import type { ChainState, JournalEntry, JournalRecord } from '../../shared/journal/entry.ts';
import type { OpenSale, TenderedDraft, TenderedSale } from '../../shared/sale/sale.ts';
import type { SaleResult } from '../../shared/stock/reservation.ts';
import type { PulledCollection, PushedCollection } from '../../shared/sync/documents.ts';
import type { StoragePlaces } from '../database/local-store.ts';
import type { Readable } from '../database/readable.ts';
import type { AttentionEntry, TillData } from '../database/till-data.ts';
import type { DrainProgress } from './drain-progress.ts';
import type { FormerTerminal } from './heal.ts';
import type { LookUps } from './look-ups.ts';
import type { TillClock } from './till-clock.ts';
import type { TillPins } from './till-pins.ts';
import type { TillReport } from './till-reports.ts';

/** Who this till is to the server. Null fields never occur: a till is enrolled or it is not. */
export interface TillIdentity {
  readonly serverUrl: string;
  readonly terminalId: string;
  readonly terminalName: string;
  readonly storeId: string;
  readonly epoch: number;
  readonly serverEpoch: number;
  /** Which server it is, in every backup of it. Not there while it was not told. */
  readonly serverId?: string | undefined;
  /** Terminals that this machine was to other servers: their documents stay here, and are never offered to this one. */
  readonly leftBehind?: readonly string[] | undefined;
}

/** What a person types and decides to pair this till. */
export interface PairingRequest {
  readonly serverUrl: string;
  readonly code: string;
  readonly name: string;
  /** Where the server does not know the till that this machine was: what a person says about it. */
  readonly former?: /** It was this server's, which has been restored from a backup. */
    | 'restored'
    /** It was another server's. What it holds stays on this machine and goes nowhere. */
    | 'left'
    | undefined;
  /** What is unsent has been copied to a file. */
  readonly isExported?: boolean;
}

/** Whether the server answers, told by its answers alone. */
export type Connection =
  | { readonly state: 'unpaired' }
  | { readonly state: 'connecting' }
  | { readonly state: 'online' }
  | { readonly state: 'offline'; readonly since: string; readonly reason: 'unreachable' | 'serverFault' }
  /** The token is no longer accepted. The till keeps selling; its facts are still delivered where the server takes them. */
  | { readonly state: 'revoked' };

/** What the sync pill shows. */
export interface SyncStatus {
  readonly state: 'unpaired' | 'connecting' | 'synced' | 'sending' | 'offline' | 'revoked';
  /** Sales whose newest revision the server has not answered. */
  readonly unsentSales: number;
  /** Documents that need a person. */
  readonly attention: number;
  /** Of a backlog that is being sent. */
  readonly progress: DrainProgress | null;
}

/** How far the till has followed the server in one collection. */
export interface CollectionState {
  readonly collection: PulledCollection;
  readonly state: /** The server has not been asked yet. */
    | 'waiting'
    /** Stock levels alone: the server gets this till's facts first. */
    | 'delivering'
    | 'pulling'
    | 'complete';
  /** By this machine's clock; null while nothing has come since the start. */
  readonly receivedAt: string | null;
}

export interface OutboxPart {
  readonly collection: PushedCollection;
  readonly unsent: number;
  /** ISO 8601 of the oldest, or null when everything is answered. */
  readonly oldestAt: string | null;
}

export interface Outbox {
  readonly parts: readonly OutboxPart[];
  readonly unsent: number;
  readonly progress: DrainProgress | null;
}

export type EnrolOutcome =
  | { readonly ok: true; readonly identity: TillIdentity }
  | {
      readonly ok: false;
      readonly rejection: {
        readonly code:
          | 'invalidCode'
          | 'invalidAddress'
          | 'wrongPairingCode'
          | 'tooManyRequests'
          | 'unreachable'
          | 'notEvertill'
          | 'alreadyPaired'
          /** The server does not know the till whose place this one would take: another server, or an older state of the same. */
          | 'unknownFormer'
          /** It says that it is not the server, or not the store, of that till. */
          | 'otherServer'
          /** What is unsent has to be copied to a file before it is left behind; `detail` is how many documents. */
          | 'unsent';
        readonly detail: string;
      };
    };

export type ChangeServerOutcome =
  | { readonly ok: true; readonly identity: TillIdentity }
  | {
      readonly ok: false;
      readonly rejection: {
        readonly code:
          | 'notPaired'
          | 'invalidAddress'
          | 'unreachable'
          /** Someone answers there, but not this till's server. */
          | 'unknownTill';
        readonly detail: string;
      };
    };

/** What the server said before money changes hands. */
export type UnderPayingAnswer =
  | { readonly state: 'granted'; readonly result: SaleResult }
  /** Not every line is granted: `result` says which. */
  | { readonly state: 'notAvailable'; readonly result: SaleResult }
  /** The sale can no longer be paid here: tendered or handed over. */
  | { readonly state: 'taken'; readonly result: SaleResult | null }
  /** Nobody could be asked within 1.5 s: go on as if offline, and say so. */
  | { readonly state: 'notAsked' };

/** The commit of a sale, and the record of every other act: main's journal in Electron. */
export interface Journal {
  commit(draft: TenderedDraft): Promise<TenderedSale>;
  /** A shift event, a stock command or a request to head office, durable when it resolves. What is stored is the entry's own `document`. */
  record(record: JournalRecord): Promise<JournalEntry>;
  /** Gives a committed sale back that the journal lost. Throws `invalid` where its own hash does not fit. */
  restore(sale: TenderedSale): Promise<JournalEntry>;
  /** Every chain of this machine, also of terminals that this till was before. */
  chains(): Promise<readonly ChainState[]>;
  /** Entries of every kind after an entry, oldest first, at most 500. */
  entries(terminalId: string, epoch: number, afterEntry: number): Promise<readonly JournalEntry[]>;
  /** Sales after a sequence, oldest first, at most 500. */
  sales(terminalId: string, epoch: number, afterSequence: number): Promise<readonly TenderedSale[]>;
  head(terminalId: string, epoch: number): Promise<{ readonly sequence: number; readonly hash: string }>;
}

/** Main's copy of who this till is. The local store is the owner and writes it after itself. */
export interface IdentityCopy {
  get(): Promise<TillIdentity | null>;
  set(identity: TillIdentity | null): Promise<void>;
}

/** Keeps the till's token and its PIN secret. The default is a key that cannot be taken out of the browser's own store. */
export interface Secrets {
  get(name: SecretName): Promise<string | null>;
  set(name: SecretName, value: string): Promise<void>;
}
type SecretName = 'terminalToken' | 'pinSecret';

export interface TillOptions {
  /** Null in a plain browser: then the strict write of the one document is the commit. */
  readonly journal?: Journal | null;
  readonly secrets?: Secrets | null;
  /** Null in a browser. */
  readonly identityCopy?: IdentityCopy | null;
  readonly fetch?: typeof globalThis.fetch;
  /** Business time. Never the clock floor of the database. */
  readonly now?: () => Date;
  /** Bound to this machine and profile. */
  readonly instance?: string;
  /** The disks under the store; IndexedDB by default. */
  readonly places?: StoragePlaces;
  /** Distinguishes databases of several tills in one origin (tests). */
  readonly name?: string;
}

export interface ExportedDocument {
  readonly fileName: string;
  /** JSON: what is known of the document, and the document itself. */
  readonly text: string;
}

/** Everything the screens use. One per window. */
export interface Till extends TillData {
  readonly identity: Readable<TillIdentity | null>;
  readonly connection: Readable<Connection>;
  readonly status: Readable<SyncStatus>;
  readonly outbox: Readable<Outbox>;
  /** Which documents of a collection the server has not answered. */
  unsentIds(collection: PushedCollection): readonly string[];
  /** What the till follows of the server. */
  readonly collections: Readable<readonly CollectionState[]>;
  /** What happened to this till's own memory, newest first. */
  readonly reports: Readable<readonly TillReport[]>;
  dismissReport(id: string): Promise<void>;
  readonly pins: TillPins;
  readonly clock: Pick<TillClock, 'bestNow' | 'offsetMs' | 'lastContactAt'>;
  /** Not paired, but this machine was a till before: pairing takes that one's place and delivers its facts. */
  readonly former: Readable<FormerTerminal | null>;
  /** `journal`: fsynced by main; `database`: the strict write of the document (browser). */
  readonly commitsTo: 'journal' | 'database';
  /** Pairs this till with a server by a one-use code; starts the download. */
  enrol(request: PairingRequest): Promise<EnrolOutcome>;
  /** The same server at another address. Asks there before anything is changed. */
  changeServer(serverUrl: string): Promise<ChangeServerOutcome>;
  /** Asks the server to grant every line of a sale that is `underPaying`. Never longer than 1.5 s. */
  askUnderPaying(sale: OpenSale): Promise<UnderPayingAnswer>;
  /** Asks the server for what is not replicated. */
  readonly lookUps: LookUps;
  /**
   * Commits a paid sale: mints its place in the chain durably, then stores it. When this resolves the sale is safe and
   * may be shown as paid. Throws only when the disk refuses; then nothing is paid.
   */
  commit(draft: TenderedDraft): Promise<TenderedSale>;
  /** Tries to reach the server at once instead of at the next try. */
  retryNow(): void;
  /** Sends a document again that a person has looked at. */
  sendAgain(collection: PushedCollection, id: string): Promise<void>;
  /** Every paid sale, shift event and stock command that no server has answered, as a file for whoever can help. */
  exportUnsent(): ExportedDocument;
  /** A document that needs a person, whole, as a file for whoever can help; null when it is gone. */
  exportKept(entry: AttentionEntry): ExportedDocument | null;
  close(): Promise<void>;
}
