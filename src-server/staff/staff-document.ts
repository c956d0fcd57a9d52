import type { PinCheck } from '../../shared/staff/pin.ts';
import type { StaffMember } from '../../shared/staff/staff-member.ts';
import type { StoredStaff } from '../database/staff-queries.ts';
import type { PinKeys } from './pin-keys.ts';

/** As the feed of staff reads a person; the members of a PIN are null where there is none. */
export interface StaffFeedRow {
  readonly doc: StoredStaff;
  readonly cost: number | null;
  readonly digits: number | null;
  /** Hexadecimal. */
  readonly salt: string | null;
  readonly sealed: string | null;
}

/** What one terminal is told of a person. A PIN that was sealed with another key is known to be there, and opens nothing. */
export function staffDocumentFor(
  terminalId: string,
  { doc, cost, digits, salt, sealed }: StaffFeedRow,
  keys: PinKeys | null,
): StoredStaff & Pick<StaffMember, 'pin' | 'pinSet'> {
  if (sealed === null || salt === null || cost === null || digits === null) return doc;
  const hash = keys?.unseal(doc.id, Buffer.from(sealed, 'hex')) ?? null;
  if (!keys || !hash) return { ...doc, pinSet: true };
  const pin: PinCheck = {
    salt: Buffer.from(salt, 'hex').toString('base64url'),
    verifier: keys.verifierFor(terminalId, hash).toString('base64url'),
    digits,
    cost,
    key: keys.name,
  };
  return { ...doc, pinSet: true, pin };
}
