import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { z } from 'zod';
import {
  afterTry,
  lockedForMs,
  NO_TRIES,
  type PinTries,
  takenUp,
  triesLeft,
} from '../../shared/staff/lock-out.ts';
import {
  type PinCheck,
  type PinRejection,
  type PinSecret,
  pinSecretSchema,
  type SetPinRequest,
} from '../../shared/staff/pin.ts';
import type { StaffMember } from '../../shared/staff/staff-member.ts';
import type { DeviceStore } from '../database/device-store.ts';
import { createValue, type Readable } from '../database/readable.ts';
import type { HashPin } from './pin-hash.ts';
import { AccessRefused, NetworkFault, type ServerAnswer } from './server-client.ts';
import type { Connection, Secrets } from './till.ts';

export type PinOutcome =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly rejection:
        | { readonly code: 'wrong'; readonly triesLeft: number }
        | { readonly code: 'locked'; readonly forMs: number }
        /** Has no PIN, or is no longer here. */
        | { readonly code: 'noPin' }
        /** What PINs are checked with has not come from the server yet, or this machine cannot compute it. */
        | { readonly code: 'notReady' };
    };

export type SetPinOutcome =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly code: PinRejection | 'wrongPin' | 'notAllowed' | 'tooManyRequests' | 'offline' | 'failed';
    };

/** The PINs of the shop's people at this till: known when typed, online or not, and nowhere to be read. */
export interface TillPins {
  /** Wrong tries by person; whose last one was right is not in it. */
  readonly tries: Readable<ReadonlyMap<string, PinTries>>;
  /** Counts the try durably before it looks: who ends the program meanwhile has made it all the same. */
  check(staffId: string, pin: string): Promise<PinOutcome>;
  /** A manager lets somebody try again at once. */
  lift(staffId: string): Promise<void>;
  /** Sets a PIN, here and at every till. Needs the server. */
  set(staffId: string, request: SetPinRequest): Promise<SetPinOutcome>;
  close(): void;
}

export interface TillPinsOptions {
  readonly device: Pick<DeviceStore, 'get' | 'set'>;
  readonly secrets: Secrets;
  readonly staff: Readable<readonly StaffMember[]>;
  readonly connection: Readable<Connection>;
  /** Null while this till is not paired. */
  readonly terminalId: () => string | null;
  /** The server that this till is paired with. Throws as ServerClient does. */
  readonly ask: (method: 'GET' | 'POST', path: string, body?: unknown) => Promise<ServerAnswer>;
  readonly hash: HashPin;
  /** By which locks are counted down: one that nobody sets (sync/steady-clock.ts). */
  readonly steadyMs: () => number;
}

const TRIES = 'pinTries';
/** A start takes away at most so much of what somebody has waited. */
const WRITTEN_EVERY_MS = 15_000;
const storedSecret = pinSecretSchema.extend({ terminalId: z.string() });
const storedTries = z.record(
  z.string(),
  z.object({
    wrong: z.int().min(0),
    lockedAtMs: z.number().nullable(),
    /** Of the lock, when it was last written down; not there in what an older version wrote. */
    leftMs: z.number().min(0).optional(),
  }),
);
type StoredSecret = z.infer<typeof storedSecret>;

export function openTillPins(options: TillPinsOptions): TillPins {
  const { device, secrets, staff, connection, ask, steadyMs } = options;
  const tries = createValue<ReadonlyMap<string, PinTries>>(new Map());
  let secret: StoredSecret | null = null;
  let fetching: Promise<void> | null = null;
  let turn: Promise<unknown> = Promise.resolve();

  let loading: Promise<void> | null = null;

  /** A shop without PINs never gets here. */
  const loaded = (): Promise<void> => {
    loading ??= load().catch(reportError);
    return loading;
  };

  async function load(): Promise<void> {
    const kept = storedTries.safeParse(await device.get(TRIES));
    if (kept.success) {
      const now = steadyMs();
      const entries = Object.entries(kept.data);
      tries.set(new Map(entries.map(([id, entry]) => [id, takenUp(entry, entry.leftMs ?? null, now)])));
    }
    const text = await secrets.get('pinSecret');
    const read = text === null ? null : storedSecret.safeParse(parsed(text));
    secret ??= read?.success ? read.data : null;
  }

  const isOurs = (check?: PinCheck) =>
    secret !== null &&
    secret.terminalId === options.terminalId() &&
    (check === undefined || check.key === secret.key);

  /** Asked for when it is lacking, and when the server's key is another. */
  function fetchSecret(): Promise<void> {
    fetching ??= loaded()
      .then(async () => {
        const terminalId = options.terminalId();
        const needed = staff.getSnapshot().find(({ pin }) => pin !== undefined && !isOurs(pin));
        if (!needed || terminalId === null || connection.getSnapshot().state !== 'online') return;
        const answer = await ask('GET', '/v1/terminals/pin-secret');
        const read = pinSecretSchema.safeParse(answer.body);
        if (!read.success) return;
        const { secret: value, key }: PinSecret = read.data;
        secret = { secret: value, key, terminalId };
        await secrets.set('pinSecret', JSON.stringify(secret));
      })
      .finally(() => {
        fetching = null;
      });
    return fetching;
  }
  // Nobody waits for it here. The network may be gone; what is wrong with the key store is told.
  const fetchQuietly = () => {
    if (!staff.getSnapshot().some(({ pinSet }) => pinSet)) return;
    fetchSecret().catch((error: unknown) => {
      if (!(error instanceof NetworkFault || error instanceof AccessRefused)) reportError(error);
    });
  };
  const stops = [connection.subscribe(fetchQuietly), staff.subscribe(fetchQuietly)];
  fetchQuietly();

  async function save(staffId: string, next: PinTries): Promise<void> {
    const all = new Map(tries.getSnapshot());
    if (next.wrong === 0) all.delete(staffId);
    else all.set(staffId, next);
    tries.set(all);
    await writeDown();
  }

  /** With what is left of each lock: a new start goes on from there. */
  async function writeDown(): Promise<void> {
    const now = steadyMs();
    const written = [...tries.getSnapshot()].map(([id, entry]) => {
      const leftMs = lockedForMs(entry, now);
      return [id, leftMs > 0 ? { ...entry, leftMs } : entry] as const;
    });
    await device.set(TRIES, Object.fromEntries(written));
  }
  const counting = setInterval(() => {
    const now = steadyMs();
    if ([...tries.getSnapshot().values()].some((entry) => lockedForMs(entry, now) > 0))
      writeDown().catch(reportError);
  }, WRITTEN_EVERY_MS);

  const rejected = (rejection: Extract<PinOutcome, { ok: false }>['rejection']): PinOutcome => ({
    ok: false,
    rejection,
  });

  async function checkNow(staffId: string, pin: string): Promise<PinOutcome> {
    await loaded();
    const member = staff.getSnapshot().find(({ id }) => id === staffId);
    if (!member?.active || !member.pinSet) return rejected({ code: 'noPin' });
    const before = tries.getSnapshot().get(staffId) ?? NO_TRIES;
    const forMs = lockedForMs(before, steadyMs());
    if (forMs > 0) return rejected({ code: 'locked', forMs });
    if (member.pin && !isOurs(member.pin)) await fetchSecret().catch(() => undefined);
    if (!member.pin || !isOurs(member.pin) || !secret) return rejected({ code: 'notReady' });
    const after = afterTry(before, steadyMs());
    await save(staffId, after);
    let isRight: boolean;
    try {
      const hash = await options.hash(pin, bytesOf(member.pin.salt), member.pin.cost);
      isRight = isSame(hmac(sha256, bytesOf(secret.secret), hash), bytesOf(member.pin.verifier));
    } catch (error) {
      // Not the person's fault.
      reportError(error);
      await save(staffId, before);
      return rejected({ code: 'notReady' });
    }
    if (isRight) {
      await save(staffId, NO_TRIES);
      return { ok: true };
    }
    const lockMs = lockedForMs(after, steadyMs());
    return rejected(
      lockMs > 0 ? { code: 'locked', forMs: lockMs } : { code: 'wrong', triesLeft: triesLeft(after) },
    );
  }

  return {
    tries,
    check(staffId, pin) {
      // One after another: tries that are made at once are counted one by one.
      const mine = turn.then(() => checkNow(staffId, pin));
      turn = mine.catch(() => undefined);
      return mine;
    },
    lift: (staffId) => save(staffId, NO_TRIES),
    async set(staffId, request) {
      try {
        const answer = await ask('POST', `/v1/staff/${staffId}/pin`, request);
        if (answer.status === 204) return { ok: true };
        const reason = refusal.safeParse(answer.body);
        return { ok: false, code: reason.success ? reason.data.reason : 'failed' };
      } catch (error) {
        const status = error instanceof NetworkFault ? error.status : 0;
        if (status === 429) return { ok: false, code: 'tooManyRequests' };
        return { ok: false, code: status === 0 ? 'offline' : 'failed' };
      }
    },
    close() {
      clearInterval(counting);
      for (const stop of stops) stop();
    },
  };
}

const refusal = z.looseObject({
  reason: z.enum(['notDigits', 'tooShort', 'tooLong', 'trivial', 'wrongPin', 'notAllowed']),
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function bytesOf(base64url: string): Uint8Array {
  const text = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** Looks at every byte, whatever it finds: how long it takes tells nothing. */
function isSame(a: Uint8Array, b: Uint8Array): boolean {
  let different = a.length ^ b.length;
  for (let index = 0; index < a.length; index += 1) different |= (a[index] ?? 0) ^ (b[index] ?? 0);
  return different === 0;
}
