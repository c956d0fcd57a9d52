import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import { uuidV7 } from '../../shared/core/uuid.ts';
import type { EnrolResponse, enrolRequestSchema, Head } from '../../shared/sync/protocol.ts';
import type { Database, Queryable } from '../database/database.ts';
import { findTerminals, insertFormerTerminal } from '../database/journal-queries.ts';
import {
  endReservations,
  findRevoked,
  findServerIdentity,
  findStore,
  findTerminalByToken,
  insertPairingCode,
  insertTerminal,
  lockTerminal,
  openForgotten,
  revokeTerminal,
  setClockAhead,
  setEpoch,
  setHead,
  takenTerminalNames,
  touchTerminal,
  usePairingCode,
} from '../database/terminal-queries.ts';
import { CLOCK_TOLERANCE_MS, type TerminalClock } from '../sync/clock-skew.ts';
import type { Answer, Operation } from '../sync/operation.ts';
import { decideFormers } from './decide-formers.ts';
import { decideHead, type ForkReason } from './decide-head.ts';
import { freeTerminalName } from './free-terminal-name.ts';
import { hashPairingCode, newPairingCode, PAIRING_CODE_TTL_MS } from './pairing-code.ts';
import { hashTerminalToken, newTerminalToken } from './terminal-token.ts';

/** Who calls, as the token says. */
export interface EnrolledTerminal {
  readonly terminalId: string;
  readonly storeId: number;
  readonly storeCode: string;
  readonly name: string;
  readonly epoch: number;
  readonly revoked: boolean;
  /** The terminals whose place it took, also through others, and whose facts it may bring. */
  readonly replaces: readonly string[];
  readonly clock: TerminalClock;
}

export type Enrolment =
  | { readonly ok: true; readonly response: EnrolResponse }
  | { readonly ok: false; readonly code: 'wrongPairingCode' | 'notFound'; readonly detail: string };

export interface Heartbeat {
  readonly serverTime: string;
  readonly epoch: number;
  readonly serverId: string;
  /** Why the terminal has to go on in another epoch, when it has to. */
  readonly fork: ForkReason | null;
}

export interface TerminalsOptions {
  readonly database: Database;
  /** Through the lane: what a store's terminals hold changes there and nowhere else. */
  readonly apply: (
    storeId: number,
    operation: Extract<Operation, { kind: 'heartbeat' | 'newEpoch' | 'found' | 'expire' }>,
  ) => Promise<Answer>;
  readonly now?: () => Date;
}

/** How long a look-up is believed. Another process (a command) may revoke a terminal; this one hears of it so late at most. */
const BELIEVED_MS = 500;

/** Clocks of tills differ by seconds, and messages take some. */
const CLOCK_NOISE_MS = 15_000;

/** Rolls the enrolment back, with its code unused. */
class UnknownReplaced extends Error {}

/** Pairing, tokens, epochs and heartbeats. */
export class Terminals {
  readonly #database: Database;
  readonly #apply: TerminalsOptions['apply'];
  readonly #now: () => Date;
  /** Never another while this process lives: a backup is put in place of a database that nobody uses. */
  #serverId: string | null = null;
  readonly #believed = new Map<string, { terminal: EnrolledTerminal; untilMs: number }>();

  constructor(options: TerminalsOptions) {
    this.#database = options.database;
    this.#apply = options.apply;
    this.#now = options.now ?? (() => new Date());
  }

  async enrol(request: z.infer<typeof enrolRequestSchema>): Promise<Enrolment> {
    const now = this.#now();
    const codeHash = hashPairingCode(request.code);
    const token = newTerminalToken();
    const terminalId = uuidV7(now.getTime(), randomBytes(10));
    const replaces = request.replaces ?? null;
    let storeId = 0;
    const ended: string[] = [];
    const formers: string[] = [];
    try {
      const enrolment = await this.#database.transaction(async (tx): Promise<Enrolment> => {
        const store = await usePairingCode(tx, codeHash, now);
        if (!store)
          return {
            ok: false,
            code: 'wrongPairingCode',
            detail: 'Ask for a new code; each is good for one till and ten minutes.',
          };
        storeId = store.store_id;
        if (replaces) {
          formers.push(...(await this.#takePlace(tx, store, { ...request, replaces }, now)));
          ended.push(...(await endReservations(tx, storeId, formers, now)));
        }
        const name = freeTerminalName(request.name, await takenTerminalNames(tx, store.store_id));
        const { serverId, serverEpoch } = await insertTerminal(tx, {
          terminalId,
          storeId: store.store_id,
          name,
          tokenHash: hashTerminalToken(token),
          codeHash,
          replaces,
          now,
        });
        return {
          ok: true,
          response: { terminalId, storeId: store.code, epoch: 1, serverEpoch, serverId, token, name },
        };
      });
      for (const id of formers) this.forget(id);
      // What the carts of before held is free before their successors ask for it.
      if (ended.length > 0) await this.#apply(storeId, { kind: 'expire', saleIds: ended });
      return enrolment;
    } catch (error) {
      if (error instanceof UnknownReplaced) return { ok: false, code: 'notFound', detail: error.message };
      throw error;
    }
  }

  /**
   * Ends what the machine was before, so that nobody else is it any more; what a restored server has forgotten of it is entered
   * again, revoked, and told to a person.
   *
   * @returns the former terminals that are known here now
   */
  async #takePlace(
    tx: Queryable,
    store: { readonly store_id: number; readonly code: string },
    request: z.infer<typeof enrolRequestSchema> & { readonly replaces: string },
    now: Date,
  ): Promise<string[]> {
    const { replaces, before = [], restored = false, name } = request;
    const claimed = [replaces, ...before];
    const { serverId } = await findServerIdentity(tx);
    const known = (await findTerminals(tx, claimed)).map((row) => ({
      terminalId: row.terminal_id,
      storeId: row.store_id,
    }));
    const decision = decideFormers(claimed, known, store.store_id, restored || request.serverId === serverId);
    if (!decision)
      throw new UnknownReplaced(`Store ${store.code} has no terminal ${replaces} that could be replaced.`);
    for (const { terminalId, replaces: earlier } of decision.adopted)
      await insertFormerTerminal(tx, {
        ...{ terminalId, storeId: store.store_id, name, epoch: 1, replaces: earlier, now },
        tokenHash: randomBytes(32),
      });
    for (const terminalId of decision.revoked) await revokeTerminal(tx, store.store_id, terminalId, now);
    const adopted = decision.adopted.map(({ terminalId }) => terminalId);
    await openForgotten(tx, store.store_id, adopted, now);
    return [...decision.revoked, ...adopted];
  }

  /** The terminal of a token, revoked or not; null when there is none. */
  async authenticate(token: string): Promise<EnrolledTerminal | null> {
    const hash = hashTerminalToken(token);
    const key = hash.toString('base64');
    const nowMs = Date.now();
    const believed = this.#believed.get(key);
    if (believed && believed.untilMs > nowMs) return believed.terminal;
    const row = await findTerminalByToken(this.#database, hash);
    if (!row) return null;
    const terminal: EnrolledTerminal = {
      terminalId: row.terminal_id,
      storeId: row.store_id,
      storeCode: row.store_code,
      name: row.name,
      epoch: row.epoch,
      revoked: row.revoked_at !== null,
      replaces: row.replaces,
      clock: { enrolledAtMs: row.enrolled_at.getTime(), aheadMs: row.clock_ahead_ms },
    };
    this.#believed.set(key, { terminal, untilMs: nowMs + BELIEVED_MS });
    return terminal;
  }

  /** Begins a new epoch; the older ones' reservations are somebody else's from now on. */
  async newEpoch(terminal: EnrolledTerminal): Promise<number> {
    const { terminalId, storeId } = terminal;
    const { epoch } = await this.#apply(storeId, { kind: 'newEpoch', terminalId });
    this.forget(terminalId);
    if (epoch === undefined) throw new Error(`terminal ${terminalId} got no new epoch`);
    return epoch;
  }

  async heartbeat(
    terminal: EnrolledTerminal,
    saleIds: readonly string[],
    head: Head | null,
    /** The terminal's own clock when it sent this. */
    tillTime: Date | null = null,
  ): Promise<Heartbeat> {
    const now = this.#now();
    if (tillTime) await this.#compareClocks(terminal, tillTime.getTime() - now.getTime());
    const { epoch, fork } = head
      ? await this.#compareHeads(terminal, head, now)
      : { epoch: terminal.epoch, fork: null };
    if (!head) await touchTerminal(this.#database, terminal.terminalId, now);
    if (saleIds.length > 0)
      await this.#apply(terminal.storeId, { kind: 'heartbeat', terminalId: terminal.terminalId, saleIds });
    this.#serverId ??= (await findServerIdentity(this.#database)).serverId;
    return { serverTime: this.#now().toISOString(), epoch, serverId: this.#serverId, fork };
  }

  /** A clock that has become wrong is told to a person, once until it was right again. */
  async #compareClocks(terminal: EnrolledTerminal, aheadMs: number): Promise<void> {
    const { terminalId, storeId } = terminal;
    // What the way of the message takes is noise, and not worth a write with every heartbeat.
    if (Math.abs(aheadMs - (terminal.clock.aheadMs ?? 0)) < CLOCK_NOISE_MS) return;
    const before = await setClockAhead(this.#database, terminalId, aheadMs);
    this.forget(terminalId);
    if (Math.abs(aheadMs) <= CLOCK_TOLERANCE_MS || Math.abs(before ?? 0) > CLOCK_TOLERANCE_MS) return;
    const detail = { aheadMs, evidence: 'told' };
    const cases = [
      { cause: terminalId, kind: 'clockSkew', terminal: terminalId, detail, again: true },
    ] as const;
    await this.#apply(storeId, { kind: 'found', cases });
  }

  async #compareHeads(
    terminal: EnrolledTerminal,
    head: Head,
    now: Date,
  ): Promise<{ epoch: number; fork: ForkReason | null }> {
    const compared = await this.#database.transaction(async (tx) => {
      const row = await lockTerminal(tx, terminal.terminalId);
      const known =
        row.instance === null
          ? null
          : {
              epoch: row.epoch,
              instance: row.instance,
              sequence: row.head_sequence ?? 0,
              hash: row.head_hash ?? '',
              toldAtMs: row.last_seen_at?.getTime() ?? 0,
            };
      const decision = decideHead(head, known, row.epoch, now.getTime());
      switch (decision.kind) {
        case 'newEpoch':
          // Decided here, done by the lane.
          return { epoch: row.epoch, fork: decision.reason };
        case 'serverBehind':
          await setEpoch(tx, terminal.terminalId, head.epoch);
          await setHead(tx, terminal.terminalId, head, now);
          return { epoch: head.epoch, fork: null };
        case 'accepted':
          // An overtaken heartbeat does not move the head back.
          if (!known || head.sequence >= known.sequence) await setHead(tx, terminal.terminalId, head, now);
          return { epoch: row.epoch, fork: null };
      }
    });
    if (compared.fork) compared.epoch = await this.newEpoch(terminal);
    else if (compared.epoch !== terminal.epoch) this.forget(terminal.terminalId);
    return compared;
  }

  /** Those of the terminals whose token was taken away. */
  async revokedAmong(terminalIds: readonly string[]): Promise<Set<string>> {
    return findRevoked(this.#database, terminalIds);
  }

  /** What is believed of a terminal is looked up again. */
  forget(terminalId: string): void {
    for (const [key, { terminal }] of this.#believed)
      if (terminal.terminalId === terminalId) this.#believed.delete(key);
  }
}

/**
 * A fresh pairing code of a store, stored as a hash.
 *
 * @returns null when there is no such store
 */
export async function makePairingCode(
  database: Queryable,
  storeCode: string,
  now: Date,
): Promise<string | null> {
  const store = await findStore(database, storeCode);
  if (!store) return null;
  const code = newPairingCode();
  await insertPairingCode(database, {
    hash: hashPairingCode(code),
    storeId: store.store_id,
    expiresAt: new Date(now.getTime() + PAIRING_CODE_TTL_MS),
  });
  return code;
}
