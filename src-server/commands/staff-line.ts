import { resolve } from 'node:path';
import type { StaffLine } from './staff.ts';

interface StaffOptions {
  readonly name?: string | undefined;
  readonly role?: string | undefined;
  readonly hue?: string | undefined;
  readonly 'pin-file'?: string | undefined;
}

/** The words and options after "staff"; a message for people where they are not understood. */
export function staffLineOf(
  [act = 'list', who, role]: readonly string[],
  options: StaffOptions,
  cwd: string,
): StaffLine | string {
  const wantsWho = `"staff ${act}" wants a name or an id. "staff list" has them.`;
  switch (act) {
    case 'list':
      return { act };
    case 'add': {
      const { name = who, role: as = 'cashier', hue } = options;
      if (!name?.trim()) return '"staff add" wants --name NAME.';
      return { act, name: name.trim(), role: as, hue: hue === undefined ? null : Number(hue) };
    }
    case 'set-pin': {
      const file = options['pin-file'];
      return who ? { act, who, pinFile: file === undefined ? null : resolve(cwd, file) } : wantsWho;
    }
    case 'set-role': {
      const to = role ?? options.role;
      if (!who) return wantsWho;
      return to ? { act, who, role: to } : '"staff set-role" wants a role: staff set-role WHO ROLE.';
    }
    case 'activate':
    case 'deactivate':
      return who ? { act, who } : wantsWho;
    default:
      return `"staff" knows list, add, set-pin, set-role, deactivate and activate, not "${act}".`;
  }
}
