import { readFile } from 'node:fs/promises';
import { decidePin } from '../../shared/staff/pin.ts';
import { ROLES, staffDraftSchema } from '../../shared/staff/staff-member.ts';
import type { Database } from '../database/database.ts';
import { pinRulesOfStores } from '../database/staff-queries.ts';
import type { PinKeys } from '../staff/pin-keys.ts';
import { type ListedStaff, Staff } from '../staff/staff.ts';
import { readPin } from './ask-pin.ts';
import { CommandFailure } from './command-failure.ts';

/** A person is named by the name, or by the id or its first characters. */
export type StaffLine =
  | { readonly act: 'list' }
  | { readonly act: 'add'; readonly name: string; readonly role: string; readonly hue: number | null }
  | { readonly act: 'set-pin'; readonly who: string; readonly pinFile: string | null }
  | { readonly act: 'set-role'; readonly who: string; readonly role: string }
  | { readonly act: 'deactivate' | 'activate'; readonly who: string };

/** Who works here and who has a PIN; the tills hear of every change at once. */
export async function staffCommand(database: Database, keys: PinKeys, line: StaffLine): Promise<string[]> {
  const staff = new Staff({ database, keys });
  switch (line.act) {
    case 'list':
      return (await staff.list()).map(rowOf);
    case 'add': {
      const { hue } = line;
      const draft = staffDraftSchema.safeParse({
        name: line.name,
        role: roleOf(line.role),
        ...(hue === null ? {} : { hue }),
      });
      if (!draft.success)
        throw new CommandFailure('Nobody was added: a name has 80 letters at most, a hue is 0 to 359.');
      const { id, name } = await staff.add(draft.data);
      return [`${name} is added. "staff set-pin ${id}" sets the PIN.`];
    }
    case 'set-pin': {
      const { id, name, pinSet } = await find(staff, line.who);
      const pin = line.pinFile === null ? await readPin(name) : (await readFile(line.pinFile, 'utf8')).trim();
      const rejected = decidePin(pin, await pinRulesOfStores(database));
      if (rejected) throw new CommandFailure(`Nothing was changed: ${REJECTED[rejected]}`);
      const outcome = await staff.setPin(id, { pin }, 'office');
      if (!outcome.ok) throw new CommandFailure(`Nothing was changed: ${outcome.code}.`);
      return [`${name} has a ${pinSet ? 'new' : 'first'} PIN.`];
    }
    case 'set-role': {
      const role = roleOf(line.role);
      const { id, name } = await find(staff, line.who);
      await staff.change(id, { role });
      return [`${name} is ${role} from now on.`];
    }
    case 'deactivate':
    case 'activate': {
      const { id, name } = await find(staff, line.who);
      const active = line.act === 'activate';
      await staff.change(id, { active });
      return [`${name} ${active ? 'works here again' : 'has left: no till lets this person in'}.`];
    }
  }
}

const REJECTED = {
  notDigits: 'a PIN has digits alone.',
  tooShort:
    'the PIN is too short. It has 4 to 8 digits, or as many as the setting pinMinDigits of a store wants.',
  tooLong: 'the PIN is too long. It has 8 digits at most.',
  trivial: 'the PIN is one of those that are tried first, and a store refuses them (refuseTrivialPins).',
} as const;

const rowOf = ({ id, name, role, active, pinSet }: ListedStaff): string =>
  [id, role.padEnd(7), active ? 'active' : 'left  ', pinSet ? 'PIN   ' : 'no PIN', name].join('  ');

function roleOf(text: string) {
  const role = ROLES.find((known) => known === text);
  if (!role) throw new CommandFailure(`There is no role "${text}". The roles are: ${ROLES.join(', ')}.`);
  return role;
}

async function find(staff: Staff, who: string): Promise<ListedStaff> {
  const everybody = await staff.list();
  const named = everybody.filter(({ name }) => name.toLowerCase() === who.toLowerCase());
  const found = named.length > 0 ? named : everybody.filter(({ id }) => who.length > 3 && id.startsWith(who));
  const [member] = found;
  if (!member || found.length > 1)
    throw new CommandFailure(
      `${member ? `${found.length} people are` : 'Nobody is'} called "${who}". The command "staff list" has the ids.`,
    );
  return member;
}
