import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { StaffLine } from './staff.ts';
import { staffLineOf } from './staff-line.ts';

export const DEFAULT_PORT = 7420;
export const DEFAULT_DATA_DIR = '.evertill/server';

const COMMANDS = [
  'serve',
  'demo',
  'pair',
  'terminals',
  'revoke',
  'import',
  'import-journal',
  'adjust',
  'settings',
  'letters',
  'staff',
  'exceptions',
  'resolve',
  'kept',
  'resend-kept',
  'export-kept',
  'restored',
  'verify',
  'help',
] as const;
export type CommandName = (typeof COMMANDS)[number];

/** What every command needs to find the shop's data. */
export interface Place {
  /** Absolute. */
  readonly dataDir: string;
  /** A managed PostgreSQL instead of the one in the data directory. */
  readonly databaseUrl: string | null;
}

/** What a person decided about an exception, as it was typed: checked where the exception is known. */
export interface ResolveLine {
  /** Its id, or the first characters. */
  readonly id: string;
  readonly act: string;
  readonly by: string;
  readonly note: string;
  readonly quantity: number | null;
  readonly sku: string | null;
  readonly fromStore: string | null;
  readonly keepOpen: boolean;
}

export type CommandLine = { readonly place: Place } & (
  | { readonly command: 'help' }
  | { readonly command: 'restored' }
  | { readonly command: 'serve'; readonly port: number; readonly host: string }
  /** The server, which begins with the demo shop. */
  | { readonly command: 'demo'; readonly port: number; readonly host: string }
  | { readonly command: 'pair'; readonly store: string }
  | { readonly command: 'import'; readonly file: string; readonly store: string }
  /** Without a store: that of the journal's terminal. */
  | { readonly command: 'import-journal'; readonly file: string; readonly store: string | null }
  | {
      readonly command: 'adjust';
      readonly store: string;
      readonly sku: string;
      readonly quantity: number;
      readonly reason: string;
    }
  | { readonly command: 'settings'; readonly store: string; readonly set: readonly string[] }
  | { readonly command: 'staff'; readonly staff: StaffLine }
  | { readonly command: 'revoke'; readonly store: string; readonly terminal: string }
  | ({ readonly command: 'resolve' } & ResolveLine)
  /** `id`: this one, whole. `all`: resolved ones too. */
  | {
      readonly command: 'exceptions';
      readonly id: string | null;
      readonly store: string | null;
      readonly all: boolean;
    }
  /** Receipts that are to go out by e-mail. */
  | { readonly command: 'letters'; readonly store: string | null; readonly retry: boolean }
  | { readonly command: 'kept'; readonly store: string | null; readonly all: boolean }
  | { readonly command: 'resend-kept'; readonly id: string; readonly by: string; readonly note: string }
  /** Without a file: onto standard output. */
  | { readonly command: 'export-kept'; readonly id: string; readonly file: string | null }
  /** Without a store: of all of them. */
  | { readonly command: 'verify' | 'terminals'; readonly store: string | null }
);

export type ParsedCommandLine =
  | { readonly ok: true; readonly line: CommandLine }
  | { readonly ok: false; readonly message: string };

const OPTIONS = {
  data: { type: 'string' },
  port: { type: 'string' },
  host: { type: 'string' },
  store: { type: 'string' },
  terminal: { type: 'string' },
  sku: { type: 'string' },
  quantity: { type: 'string' },
  reason: { type: 'string' },
  set: { type: 'string', multiple: true },
  act: { type: 'string' },
  by: { type: 'string' },
  note: { type: 'string' },
  from: { type: 'string' },
  all: { type: 'boolean' },
  retry: { type: 'boolean' },
  'keep-open': { type: 'boolean' },
  name: { type: 'string' },
  role: { type: 'string' },
  hue: { type: 'string' },
  'pin-file': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** The options of each command beside --data, --port and --help, which all of them take. */
const TAKES: Readonly<Record<CommandName, readonly string[]>> = {
  serve: ['host'],
  demo: ['host'],
  pair: ['store'],
  terminals: ['store'],
  revoke: ['store', 'terminal'],
  import: ['store'],
  'import-journal': ['store'],
  adjust: ['store', 'sku', 'quantity', 'reason'],
  settings: ['store', 'set'],
  letters: ['store', 'retry'],
  staff: ['name', 'role', 'hue', 'pin-file'],
  exceptions: ['store', 'all'],
  resolve: ['act', 'by', 'note', 'quantity', 'sku', 'from', 'keep-open'],
  kept: ['store', 'all'],
  'resend-kept': ['by', 'note'],
  'export-kept': [],
  verify: ['store'],
  restored: [],
  help: [],
};

/** How many words besides options a command takes at most; 0 where it is not here. */
const WORDS: Readonly<Partial<Record<CommandName, number>>> = {
  import: 1,
  'import-journal': 1,
  staff: 3,
  exceptions: 1,
  resolve: 1,
  'resend-kept': 1,
  'export-kept': 2,
};

const rejected = (message: string): ParsedCommandLine => ({ ok: false, message });

/** `--quantity -3` means minus three; parseArgs would take `-3` for an option. */
function joinSignedValues(args: readonly string[]): string[] {
  const joined: string[] = [];
  for (const arg of args) {
    if (joined.at(-1) === '--quantity' && /^[-+]\d/.test(arg))
      joined[joined.length - 1] = `--quantity=${arg}`;
    else joined.push(arg);
  }
  return joined;
}

function portOf(text: string, origin: string): number | string {
  const port = Number(text);
  return /^\d+$/.test(text) && port <= 65_535
    ? port
    : `${origin} wants a number from 0 to 65535, not "${text}".`;
}

/**
 * Reads a command line. Relative directories are those of `cwd`; an option beats its environment variable.
 *
 * @returns a message for people when it cannot be understood
 */
export function parseCommandLine(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  cwd: string,
): ParsedCommandLine {
  let parsed: ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true }>>;
  try {
    parsed = parseArgs({ args: joinSignedValues(args), options: OPTIONS, allowPositionals: true });
  } catch (error) {
    return rejected(error instanceof Error ? error.message : String(error));
  }
  const { values, positionals } = parsed;
  const [given = 'serve', ...rest] = positionals;
  const place: Place = {
    dataDir: resolve(cwd, values.data || env.EVERTILL_DATA || DEFAULT_DATA_DIR),
    databaseUrl: env.DATABASE_URL || null,
  };
  if (values.help || given === 'help') return { ok: true, line: { command: 'help', place } };
  const command = COMMANDS.find((name) => name === given);
  if (!command) return rejected(`There is no command "${given}".`);

  const takes = ['data', 'port', 'help', ...TAKES[command]];
  const foreign = Object.keys(values).find((name) => !takes.includes(name));
  if (foreign) return rejected(`"${command}" does not take --${foreign}.`);
  const expected = WORDS[command] ?? 0;
  if (rest.length > expected) return rejected(`"${command}" does not take "${rest[expected]}".`);

  const port = portOf(
    values.port ?? (env.EVERTILL_PORT || String(DEFAULT_PORT)),
    values.port === undefined ? 'EVERTILL_PORT' : '--port',
  );
  if (typeof port === 'string') return rejected(port);

  const missing = (option: string) => rejected(`"${command}" wants --${option}.`);
  switch (command) {
    case 'help':
    case 'restored':
      return { ok: true, line: { command, place } };
    case 'serve':
    case 'demo':
      return {
        ok: true,
        line: { command, place, port, host: values.host || env.EVERTILL_HOST || '127.0.0.1' },
      };
    case 'terminals':
    case 'verify':
      return { ok: true, line: { command, place, store: values.store ?? null } };
    case 'pair':
      return values.store ? { ok: true, line: { command, place, store: values.store } } : missing('store');
    case 'settings':
      return values.store
        ? { ok: true, line: { command, place, store: values.store, set: values.set ?? [] } }
        : missing('store');
    case 'staff': {
      const read = staffLineOf(rest, values, cwd);
      return typeof read === 'string' ? rejected(read) : { ok: true, line: { command, place, staff: read } };
    }
    case 'revoke':
      if (!values.store) return missing('store');
      if (!values.terminal) return missing('terminal');
      return { ok: true, line: { command, place, store: values.store, terminal: values.terminal } };
    case 'import': {
      const [file] = rest;
      if (!file) return rejected('"import" wants a file: import FILE --store STORE.');
      if (!values.store) return missing('store');
      return { ok: true, line: { command, place, file: resolve(cwd, file), store: values.store } };
    }
    case 'import-journal': {
      const [file] = rest;
      if (!file) return rejected('"import-journal" wants a file or a folder: import-journal FILE.');
      return { ok: true, line: { command, place, file: resolve(cwd, file), store: values.store ?? null } };
    }
    case 'exceptions':
      return {
        ok: true,
        line: { command, place, id: rest[0] ?? null, store: values.store ?? null, all: values.all ?? false },
      };
    case 'letters':
      return {
        ok: true,
        line: { command, place, store: values.store ?? null, retry: values.retry ?? false },
      };
    case 'kept':
      return { ok: true, line: { command, place, store: values.store ?? null, all: values.all ?? false } };
    case 'resend-kept':
    case 'resolve': {
      const [id] = rest;
      const { act, by, note = '', quantity, sku, from } = values;
      if (!id)
        return rejected(`"${command}" wants an id: ${command} ID. The command "exceptions" lists them.`);
      if (!by?.trim()) return missing('by');
      if (command === 'resend-kept') return { ok: true, line: { command, place, id, by: by.trim(), note } };
      if (!act) return missing('act');
      const units = quantity === undefined ? null : Number(quantity);
      if (units !== null && (!/^[-+]?\d+$/.test(quantity ?? '') || !Number.isSafeInteger(units)))
        return rejected(`--quantity wants a whole number such as 5 or -2, not "${quantity}".`);
      return {
        ok: true,
        line: {
          ...{ command, place, id, act, by: by.trim(), note, quantity: units },
          ...{ sku: sku ?? null, fromStore: from ?? null, keepOpen: values['keep-open'] ?? false },
        },
      };
    }
    case 'export-kept': {
      const [id, file] = rest;
      if (!id)
        return rejected('"export-kept" wants an id: export-kept ID [FILE]. The command "kept" lists them.');
      return { ok: true, line: { command, place, id, file: file ? resolve(cwd, file) : null } };
    }
    case 'adjust': {
      const { store, sku, quantity, reason } = values;
      if (!store) return missing('store');
      if (!sku) return missing('sku');
      if (quantity === undefined) return missing('quantity');
      if (!reason?.trim()) return missing('reason');
      const units = Number(quantity);
      if (!/^[-+]?\d+$/.test(quantity) || !Number.isSafeInteger(units) || units === 0)
        return rejected(`--quantity wants a whole number other than 0, such as 5 or -2, not "${quantity}".`);
      return { ok: true, line: { command, place, store, sku, quantity: units, reason: reason.trim() } };
    }
  }
}
