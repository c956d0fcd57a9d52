import { setTimeout as sleep } from 'node:timers/promises';
import type { Queryable } from '../database/database.ts';
import {
  claimLetters,
  type DueLetter,
  type LetterOutcome,
  settleLetter,
} from '../database/letter-queries.ts';
import type { Mailer } from './mailer.ts';

export interface LettersOptions {
  readonly database: Queryable;
  /** Null: no mail server is named, and letters wait until one is. */
  readonly mailer: Mailer | null;
  readonly now?: () => Date;
  readonly everyMs?: number;
  readonly onSettled?: (outcome: LetterOutcome['state'], failure: string | null) => void;
  readonly onError?: (error: unknown) => void;
}

export interface Letters {
  /** One round now; answers how many letters it tried. */
  send(): Promise<number>;
  stop(): Promise<void>;
}

const EVERY_MS = 5_000;
const AT_ONCE = 20;
const LEASE_MS = 5 * 60_000;
const MINUTE_MS = 60_000;
/** Pauses before the next try, in minutes; after the last one a person is asked. About three days in all. */
const PAUSES_MIN = [1, 5, 15, 60, 4 * 60, 12 * 60, 24 * 60, 32 * 60];

/** Sends the receipts that tills have asked for by e-mail. Nothing of a sale waits for it. */
export function startLetters(options: LettersOptions): Letters {
  const { database, mailer, onError } = options;
  const now = options.now ?? (() => new Date());
  const stopped = new AbortController();

  async function sendOne(letter: DueLetter, by: Mailer): Promise<void> {
    const outcome = await by.send(letter.doc).then(
      (): LetterOutcome => ({ state: 'done', at: now() }),
      (error: unknown) => decideAfterFailure(error, letter.attempts, now()),
    );
    await settleLetter(database, letter, outcome);
    options.onSettled?.(outcome.state, outcome.state === 'done' ? null : outcome.failure);
  }

  async function send(): Promise<number> {
    if (!mailer) return 0;
    const at = now();
    const letters = await claimLetters(database, at, new Date(at.getTime() + LEASE_MS), AT_ONCE);
    for (const letter of letters) await sendOne(letter, mailer);
    return letters.length;
  }

  async function run(): Promise<void> {
    while (!stopped.signal.aborted) {
      const sent = await send().catch((error: unknown) => {
        onError?.(error);
        return 0;
      });
      if (sent === AT_ONCE) continue;
      await sleep(options.everyMs ?? EVERY_MS, undefined, { signal: stopped.signal, ref: false }).catch(
        () => {},
      );
    }
  }
  const running = mailer ? run() : Promise.resolve();

  return {
    send,
    async stop() {
      stopped.abort();
      await running;
      mailer?.close();
    },
  };
}

/** What the mail server refuses for good is not tried again; everything else may pass. */
export function decideAfterFailure(error: unknown, attempts: number, now: Date): LetterOutcome {
  const { responseCode, message } = error as { responseCode?: unknown; message?: unknown };
  const failure = String(message ?? error).slice(0, 300);
  const pauseMin = PAUSES_MIN[attempts - 1];
  // A refused log-in (535) is the shop's own mail settings: the letter is not to blame.
  const refused = typeof responseCode === 'number' && responseCode >= 550 && responseCode < 560;
  if (refused || pauseMin === undefined) return { state: 'failed', failure };
  return { state: 'waiting', dueAt: new Date(now.getTime() + pauseMin * MINUTE_MS), failure };
}
