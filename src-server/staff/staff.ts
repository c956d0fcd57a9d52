import { randomBytes } from 'node:crypto';
import { uuidV7 } from '../../shared/core/uuid.ts';
import { may } from '../../shared/staff/permissions.ts';
import { decidePin, type PinRejection, type SetPinRequest } from '../../shared/staff/pin.ts';
import type { StaffChange, StaffDraft } from '../../shared/staff/staff-member.ts';
import type { Database } from '../database/database.ts';
import { bumpFeedClock, COMPANY_SCOPE } from '../database/feed-clock.ts';
import { readSettings, writeStaff } from '../database/shop-queries.ts';
import {
  anyPinSet,
  findPin,
  findStaff,
  listStaff,
  pinRulesOfStores,
  type SealedPin,
  type StoredStaff,
  writePin,
} from '../database/staff-queries.ts';
import { FailedAttempts } from '../terminals/failed-attempts.ts';
import { freshPin, isPin } from './pin-hash.ts';
import type { PinKeys } from './pin-keys.ts';

/** A person as head office sees one. */
export type ListedStaff = StoredStaff & { readonly pinSet: boolean };

export type SetPinFailure =
  | PinRejection
  | 'notFound'
  /** The PIN of whoever sets it, or the old one, is another. */
  | 'wrongPin'
  | 'notAllowed'
  | 'tooManyRequests';

export type SetPinOutcome =
  | { readonly ok: true; readonly name: string }
  | { readonly ok: false; readonly code: SetPinFailure; readonly waitMs?: number };

/** Who asks: head office, or a terminal on behalf of whoever gives a PIN with it. */
export type PinSetter = 'office' | { readonly terminalId: string; readonly storeId: number };

export interface StaffOptions {
  readonly database: Database;
  readonly keys: PinKeys;
  readonly now?: () => Date;
  /** The company's feed has moved on. */
  readonly onChanged?: () => void;
}

/** Over the wire a PIN could be tried as fast as a machine asks. */
const WRONG_PINS = 5;
const WRONG_PINS_WINDOW_MS = 5 * 60_000;

/** The people of the shop, their PINs, and what a terminal is told of these. */
export class Staff {
  readonly #options: StaffOptions;
  readonly #wrong = new FailedAttempts(WRONG_PINS, WRONG_PINS_WINDOW_MS);

  constructor(options: StaffOptions) {
    this.#options = options;
  }

  #now(): Date {
    return this.#options.now?.() ?? new Date();
  }

  async list(): Promise<ListedStaff[]> {
    const rows = await listStaff(this.#options.database);
    return rows.map(({ doc, has_pin: pinSet }) => ({ ...doc, pinSet }));
  }

  async add(draft: StaffDraft): Promise<StoredStaff> {
    const now = this.#now();
    const id = uuidV7(now.getTime(), randomBytes(10));
    return this.#write({ id, active: true, ...draft });
  }

  /** Null where nobody has this id. */
  async change(staffId: string, change: StaffChange): Promise<StoredStaff | null> {
    const before = await findStaff(this.#options.database, staffId);
    if (!before) return null;
    const { name = before.name, role = before.role, active = before.active, hue = before.hue } = change;
    return this.#write({ ...before, name, role, active, ...(hue === undefined ? {} : { hue }) });
  }

  async #write(member: StoredStaff): Promise<StoredStaff> {
    await this.#options.database.transaction(async (tx) => {
      const version = await bumpFeedClock(tx, COMPANY_SCOPE);
      await writeStaff(tx, [member], version);
    });
    this.#options.onChanged?.();
    return member;
  }

  /** Nothing about a PIN is logged but that one was set. */
  async setPin(staffId: string, request: SetPinRequest, setter: PinSetter): Promise<SetPinOutcome> {
    const { database, keys } = this.#options;
    const now = this.#now();
    const member = await findStaff(database, staffId);
    if (!member) return { ok: false, code: 'notFound' };
    const allowed = setter === 'office' ? null : await this.#whyNot(member, request, setter, now);
    if (allowed) return allowed;
    const rejected = decidePin(request.pin, await pinRulesOfStores(database));
    if (rejected) return { ok: false, code: rejected };
    const pin = await sealedPin(keys, staffId, request.pin);
    await database.transaction(async (tx) => {
      const version = await bumpFeedClock(tx, COMPANY_SCOPE);
      await writePin(tx, staffId, pin, version, now);
    });
    this.#options.onChanged?.();
    return { ok: true, name: member.name };
  }

  /** Who sets a PIN at a till gives the old one, or one of somebody who may change settings. The first PIN of a shop needs neither. */
  async #whyNot(
    member: StoredStaff,
    { by }: SetPinRequest,
    { terminalId, storeId }: Exclude<PinSetter, 'office'>,
    now: Date,
  ): Promise<Extract<SetPinOutcome, { ok: false }> | null> {
    const { database } = this.#options;
    if (!by) return (await anyPinSet(database)) ? { ok: false, code: 'notAllowed' } : null;
    const setter = by.staffId === member.id ? member : await findStaff(database, by.staffId);
    const isAllowed =
      setter?.id === member.id || may(await readSettings(database, storeId), setter, 'settings');
    if (!setter?.active || !isAllowed) return { ok: false, code: 'notAllowed' };
    const caller = `${terminalId} ${setter.id}`;
    const waitMs = this.#wrong.waitMs(caller, now.getTime());
    if (waitMs > 0) return { ok: false, code: 'tooManyRequests', waitMs };
    // Counted before it is looked at: many at once are many.
    this.#wrong.failed(caller, now.getTime());
    if (!(await this.#isPinOf(setter.id, by.pin))) return { ok: false, code: 'wrongPin' };
    this.#wrong.forget(caller);
    return null;
  }

  async #isPinOf(staffId: string, pin: string): Promise<boolean> {
    const known = await findPin(this.#options.database, staffId);
    const hash = known && this.#options.keys.unseal(staffId, known.sealed);
    return known && hash ? isPin(pin, { ...known, hash }) : false;
  }
}

/** A PIN as the database keeps it. Takes long on purpose: never while a clock is held. */
export async function sealedPin(keys: PinKeys, staffId: string, pin: string): Promise<SealedPin> {
  const { hash, ...hashed } = await freshPin(pin);
  return { ...hashed, sealed: keys.seal(staffId, hash) };
}
