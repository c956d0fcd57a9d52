import { PUSHED_COLLECTIONS, type PushedCollection } from '../../shared/sync/documents.ts';
import type { LocalStore } from '../database/local-store.ts';
import { withJitter } from './connection-state.ts';
import type { HeardAnswers } from './heard-answers.ts';
import type { Pushed } from './push-replication.ts';
import { isSaleUnanswered } from './unanswered.ts';

const LATER_MS = 3_000;
const LATEST_MS = 300_000;
/** Why a server keeps a document of a version after its own. */
const NEWER = 'newerVersion';

/** After so many passing faults of one document nobody waits for it any more. It is still sent again. */
const STUCK_AFTER = 3;

export interface PushOutcomes {
  /** Notes what the server said to each document, tells a person what needs one, and sends again what is to pass. */
  take(collection: PushedCollection, pushed: readonly Pushed[]): Promise<void>;
  /** Tells of sales of which the server knows something newer that no result has explained. */
  raiseStale(): Promise<void>;
  /** True of a document that has met passing faults again and again. */
  isStuck(id: string): boolean;
  /** The server is back: what waits for its next try is tried at once. */
  retryAll(): void;
  stop(): void;
}

type Noted = Parameters<HeardAnswers['note']>[0][number];

export function createPushOutcomes(
  { authored, sales, saleResults, attention }: LocalStore,
  heard: HeardAnswers,
  ownTerminalId: () => string,
  isStopped: () => boolean,
): PushOutcomes {
  const attempts = new Map<string, number>();

  const waiting = new Map<string, { timer: ReturnType<typeof setTimeout>; again: () => void }>();

  const later = (key: string, work: () => Promise<void>, durationMs = LATER_MS) => {
    clearTimeout(waiting.get(key)?.timer);
    const again = () => {
      waiting.delete(key);
      if (!isStopped()) work().catch(reportError);
    };
    waiting.set(key, { timer: setTimeout(again, withJitter(durationMs)), again });
  };

  /** Sends again after 3 s, then more and more rarely: each time is a write here and a fault there. */
  function sendLater(collection: PushedCollection, id: string): void {
    const attempt = attempts.get(id) ?? 0;
    attempts.set(id, attempt + 1);
    later(
      `${collection}/${id}`,
      () => authored[collection].touch([id]),
      Math.min(LATER_MS * 2 ** attempt, LATEST_MS),
    );
  }

  /** The server is older than this till; once it is updated it understands what it keeps. */
  function offerLater(collection: PushedCollection, id: string, durationMs: number): void {
    later(`${collection}/${id}`, () => authored[collection].touch([id]), durationMs);
  }

  for (const { kind, code, collection, documentId } of attention.entries.getSnapshot()) {
    const own = PUSHED_COLLECTIONS.find((pushed) => pushed === collection);
    if (kind === 'kept' && code === NEWER && own) offerLater(own, documentId, LATER_MS);
  }

  /** What is to be remembered of one answer; null when its result will tell, or when it is to be sent again. */
  async function takeOne(
    collection: PushedCollection,
    { id, revision, answer }: Pushed,
  ): Promise<Noted | null> {
    const { status, code = null, message = null } = answer;
    const noted = { collection, id, revision, status };
    switch (status) {
      case 'retry':
        sendLater(collection, id);
        return null;
      case 'kept':
      case 'refused':
        await attention.raise({ kind: status, collection, documentId: id, revision, code, message });
        if (code === NEWER) offerLater(collection, id, LATEST_MS);
        return noted;
      case 'stale':
        // Of a till whose access was withdrawn only facts are heard. What is not a fact yet stays here.
        if (code === 'revoked') return null;
        // Older revisions are stale all the time, when newer ones overtake them.
        return authored[collection].head(id)?.revision === revision ? noted : null;
      case 'applied':
      case 'repeated':
        attempts.delete(id);
        await attention.settle(collection, id);
        return hasResult(collection, id) && !heard.get(collection, id) ? null : noted;
    }
  }

  /** Facts have none, and those of a replaced terminal's sales are not sent to this one. */
  function hasResult(collection: PushedCollection, id: string): boolean {
    return collection === 'sales' && sales.get(id)?.terminalId === ownTerminalId();
  }

  async function raiseStale(): Promise<void> {
    for (const sale of sales.all()) {
      const said = heard.get('sales', sale.id);
      if (said?.status !== 'stale' || said.revision !== sale.revision) continue;
      // The carts of a till that this one replaced are over on the server, and no news.
      if (sale.terminalId !== ownTerminalId()) continue;
      const result = saleResults.get(sale.id);
      const told = attention.find('sales', sale.id);
      // That another till has it is said where the cart is, by itself.
      if (!isSaleUnanswered(sale, result) || result?.reservation.state === 'handedOver') {
        if (told?.kind === 'stale') await attention.settle('sales', sale.id);
        continue;
      }
      if (told) continue;
      const { id: documentId, revision } = sale;
      await attention.raise({
        kind: 'stale',
        collection: 'sales',
        documentId,
        revision,
        code: null,
        message: null,
      });
    }
  }

  return {
    raiseStale,
    isStuck: (id) => (attempts.get(id) ?? 0) >= STUCK_AFTER,
    retryAll() {
      for (const { timer, again } of [...waiting.values()]) {
        clearTimeout(timer);
        again();
      }
    },
    stop() {
      for (const { timer } of waiting.values()) clearTimeout(timer);
      waiting.clear();
    },
    async take(collection, pushed) {
      const noted: Noted[] = [];
      for (const each of pushed) {
        const note = await takeOne(collection, each);
        if (note) noted.push(note);
      }
      await heard.note(noted);
      // The result that explains it is usually on its way.
      if (noted.some(({ status }) => status === 'stale')) later('stale', raiseStale);
    },
  };
}
