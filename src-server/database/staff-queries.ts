import type { StaffMember } from '../../shared/staff/staff-member.ts';
import { dayOf, type StoreSettings } from '../../shared/staff/store-settings.ts';
import type { Queryable } from './database.ts';

/** A person without what the clock, the PIN and the terminal add. Listed: `Omit` forgets every name of a document that is open. */
export interface StoredStaff extends Pick<StaffMember, 'id' | 'name' | 'role' | 'active'> {
  readonly hue?: number | undefined;
}

/** A person's PIN as it is kept: sealed with a key that is elsewhere. */
export interface SealedPin {
  readonly salt: Buffer;
  readonly cost: number;
  readonly digits: number;
  readonly sealed: Buffer;
}

export interface StaffRow {
  readonly doc: StoredStaff;
  readonly has_pin: boolean;
}

/** Everybody, those who left too, by name. */
export async function listStaff(db: Queryable): Promise<StaffRow[]> {
  return db.query<StaffRow>(
    `select p.doc, k.staff_id is not null as has_pin
     from staff p left join staff_pin k on k.staff_id = p.staff_id
     where not p.deleted order by p.doc ->> 'name', p.staff_id`,
  );
}

export async function findStaff(db: Queryable, staffId: string): Promise<StoredStaff | null> {
  const [row] = await db.query<{ doc: StoredStaff }>(
    'select doc from staff where staff_id = $1 and not deleted',
    [staffId],
  );
  return row?.doc ?? null;
}

export async function anyPinSet(db: Queryable): Promise<boolean> {
  const [row] = await db.query<{ found: boolean }>(
    `select exists (
       select from staff_pin k join staff p on p.staff_id = k.staff_id
       where not p.deleted and (p.doc ->> 'active')::boolean) as found`,
  );
  return row?.found ?? false;
}

export async function findPin(db: Queryable, staffId: string): Promise<SealedPin | null> {
  const [row] = await db.query<SealedPin>(
    'select salt, cost, digits, sealed from staff_pin where staff_id = $1',
    [staffId],
  );
  return row ?? null;
}

/** Puts a PIN in place of the one before; its person is told anew, as batch `version` of the company's feed. */
export async function writePin(
  tx: Queryable,
  staffId: string,
  pin: SealedPin,
  version: number,
  now: Date,
): Promise<void> {
  await tx.query(
    `insert into staff_pin (staff_id, salt, cost, digits, sealed, set_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (staff_id) do update set salt = excluded.salt, cost = excluded.cost, digits = excluded.digits,
       sealed = excluded.sealed, set_at = excluded.set_at`,
    [staffId, pin.salt, pin.cost, pin.digits, pin.sealed, now],
  );
  await tx.query('update staff set version = $2 where staff_id = $1', [staffId, version]);
}

/** What a PIN must be to be taken in every store: people work in all of them. */
export async function pinRulesOfStores(
  db: Queryable,
): Promise<{ readonly pinMinDigits: number; readonly refuseTrivialPins: boolean }> {
  const stores = await db.query<{ doc: Partial<StoreSettings> }>('select doc from settings');
  const rules = [dayOf(null), ...stores.map(({ doc }) => dayOf(doc))];
  return {
    pinMinDigits: Math.max(...rules.map(({ pinMinDigits }) => pinMinDigits)),
    refuseTrivialPins: rules.some(({ refuseTrivialPins }) => refuseTrivialPins),
  };
}
