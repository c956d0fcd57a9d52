import type { SaleResult } from '../../shared/stock/reservation.ts';
import type { PulledCollection } from '../../shared/sync/documents.ts';
import type { PushAnswer } from '../../shared/sync/protocol.ts';
import type { Queryable } from '../database/database.ts';
import type { PinKeys } from '../staff/pin-keys.ts';
import type { ApplyLane } from './apply-lane.ts';
import { sha256Hex } from './content-digest.ts';
import { judgeDocument, keepConflicting, type PushingTerminal } from './door.ts';
import { type FeedPage, pullFeed, saleResultOf } from './feed.ts';
import type { Answer, KeepOperation } from './operation.ts';
import type { StreamHub, StreamListener } from './stream-hub.ts';

export type SyncTerminal = PushingTerminal;

/** Everything of SYNC.md that a terminal's requests ask for, behind authentication and in front of the lane. */
export interface SyncDoors {
  pull(
    terminal: SyncTerminal,
    collection: PulledCollection,
    checkpoint: string | null,
    limit: number,
  ): Promise<FeedPage | 'checkpointExpired'>;
  /**
   * One answer a document, in order. Never rejects for what is in a document.
   *
   * @param textOf a document's own text, as it was sent: what is kept is kept to the byte
   */
  push(
    terminal: SyncTerminal,
    collection: string,
    documents: readonly unknown[],
    textOf?: (index: number) => string | undefined,
  ): Promise<readonly PushAnswer[]>;
  /** The same as a push, and the result as it stands. `granted`: every line in full, so money may change hands. */
  underPaying(
    terminal: SyncTerminal,
    sale: unknown,
  ): Promise<{ readonly answer: PushAnswer; readonly result: SaleResult | null; readonly granted: boolean }>;
  /** Changes from now on. Answers how to leave. */
  listen(terminal: SyncTerminal, listener: StreamListener): () => void;
}

export interface SyncOptions {
  readonly database: Queryable;
  readonly lane: ApplyLane;
  readonly hub: StreamHub;
  readonly pinKeys?: PinKeys | null;
  readonly now?: () => Date;
}

const answerOf = (id: string, answer: Answer): PushAnswer => ({
  id,
  status: answer.status,
  ...(answer.code === undefined ? {} : { code: answer.code }),
  ...(answer.message === undefined ? {} : { message: answer.message }),
});

const asSent = (operation: KeepOperation, text: string | undefined): KeepOperation =>
  text === undefined ? operation : { ...operation, body: text, contentHash: sha256Hex(text) };

/** One document of a terminal, on its way to being answered. */
export type PushOne = (
  terminal: SyncTerminal,
  collection: string,
  document: unknown,
  textOf?: () => string | undefined,
) => Promise<PushAnswer>;

/** The one way of a terminal's document: judged at the door, applied by the lane. Whoever brings it. */
export function openPush(lane: ApplyLane, now: () => Date): PushOne {
  return async (terminal, collection, document, textOf = () => undefined) => {
    const judged = judgeDocument(terminal, collection, document, now());
    if (judged.kind === 'refused') return { id: judged.id, status: judged.status, code: judged.code };
    const { id } = judged;
    const operation =
      judged.operation.kind === 'keep' ? asSent(judged.operation, textOf()) : judged.operation;
    const answer = await lane.apply(terminal.storeId, operation);
    // A sale's conflict was kept by the same statement; of the others the whole document is kept now.
    if (answer.status === 'kept' && answer.code?.startsWith('conflicting') && operation.kind !== 'sale') {
      const kept = await lane.apply(
        terminal.storeId,
        asSent(keepConflicting(terminal, collection, document, answer.code), textOf()),
      );
      if (kept.status === 'retry') return answerOf(id, kept);
    }
    if (operation.kind === 'keep')
      return { ...answerOf(id, answer), ...(operation.detail === '' ? {} : { message: operation.detail }) };
    return answerOf(id, answer);
  };
}

export function openSync(options: SyncOptions): SyncDoors {
  const { database, lane, hub } = options;
  const pushOne = openPush(lane, options.now ?? (() => new Date()));

  return {
    pull: (terminal, collection, checkpoint, limit) =>
      pullFeed(database, terminal, collection, checkpoint, limit, options.pinKeys),

    push: (terminal, collection, documents, textOf) =>
      Promise.all(
        documents.map((document, index) => pushOne(terminal, collection, document, () => textOf?.(index))),
      ),

    async underPaying(terminal, sale) {
      const answer = await pushOne(terminal, 'sales', sale);
      // A till that was started anew in the middle asks again: what it is promised now must last for this payment, too.
      if (answer.status === 'repeated')
        await lane.apply(terminal.storeId, {
          kind: 'heartbeat',
          terminalId: terminal.terminalId,
          saleIds: [answer.id],
        });
      const result = await saleResultOf(database, terminal.storeId, answer.id);
      const granted =
        result !== null &&
        (result.reservation.state === 'converted' ||
          (result.reservation.state === 'live' &&
            result.reservation.lines.every((line) => line.granted >= line.requested)));
      return { answer, result, granted };
    },

    listen: (terminal, listener) => hub.listen(terminal, listener),
  };
}
