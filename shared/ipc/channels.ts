import { z } from 'zod';
import { counter, instant, name, text, uuid } from '../core/scalars.ts';
import { DISPLAY_MODES, displayMessageSchema, displayStateSchema } from '../display/display-message.ts';
import {
  chainHeadSchema,
  committedSaleSchema,
  journalChainSchema,
  journalChainStateSchema,
  journalEntrySchema,
  journalRecordSchema,
} from '../journal/entry.ts';
import { journalReportSchema } from '../journal/journal-report.ts';
import { exportedJournalSchema } from '../journal/manifest.ts';
import { receiptSchema } from '../sale/receipt.ts';
import { tenderedDraftSchema, tenderedSaleSchema } from '../sale/sale.ts';
import { reportSlipSchema } from '../shift/report-slip.ts';

/** What belongs to this machine and not to the shop. Kept by main in Electron, by the local store in a browser. */
/** A scanner that types, as it was measured. */
const scannerSchema = z.object({
  /** Between two keys: the middle one and the longest, in milliseconds. */
  gapMs: z.number().min(0).max(1000),
  longestGapMs: z.number().min(0).max(2000),
  terminator: z.enum(['enter', 'tab', 'none']),
  /** What it sends before every code. */
  prefix: text(10).optional(),
  /** It types as on another keyboard than this machine's. */
  otherLayout: z.boolean().optional(),
  measuredAt: instant,
});
export type MeasuredScanner = z.infer<typeof scannerSchema>;

export const deviceSettingsSchema = z.object({
  /** Base address of the central server, or null before pairing. */
  serverUrl: z.url({ protocol: /^https?$/ }).nullable(),
  language: z.enum(['en', 'de', 'ar']),
  theme: z.enum(['system', 'light', 'dark', 'highContrast']),
  /** In per cent of the designed size; 100 where it is not set. */
  textSize: z.literal([100, 112, 125, 150]).optional(),
  /** On where it is not set. */
  sounds: z.boolean().optional(),
  /** Which key does what, where a shop has changed it: an act of the till, and its key as `till/keys.ts` writes it. */
  keys: z.record(name(40), name(40)).optional(),
  /** How this till's scanner types, where somebody has measured it; else any scanner from 10 to 80 ms a key is heard. */
  scanner: scannerSchema.optional().catch(undefined),
  printer: z
    .object({
      host: name(253),
      port: z.int().min(1).max(65535),
      columns: z.union([z.literal(32), z.literal(42), z.literal(48)]),
      codePage: name(20),
    })
    .nullable(),
  /** The customer display; off where it is not set. */
  display: z
    .object({
      mode: z.enum(DISPLAY_MODES),
      /** The language of the shop's receipts where it is not set. */
      language: z.enum(['en', 'de', 'ar']).optional(),
      /** The till's where it is not set. */
      theme: z.enum(['light', 'dark', 'highContrast']).optional(),
      /** In per cent of the designed size; 100 where it is not set. */
      textSize: z.literal([100, 112, 125, 150]).optional(),
    })
    .optional(),
});
export type DeviceSettings = z.infer<typeof deviceSettingsSchema>;

export const appInfoSchema = z.object({
  version: z.string(),
  electron: z.string(),
  /** Which of the two protects the till's secrets (STACK: safeStorage or a wrapped key). */
  secretBackend: z.string(),
  secretsUsable: z.boolean(),
  /** Given by the launcher to a till that is not paired yet. */
  pairing: z.object({ serverUrl: z.string(), code: z.string() }).nullable(),
  /** Bound to this machine and profile; a clone is noticed by it. */
  instance: z.string(),
});
export type AppInfo = z.infer<typeof appInfoSchema>;

/** Who this till is to its server, as main keeps a copy of it: a local store that was lost learns from it who it was. */
export const tillIdentitySchema = z.object({
  serverUrl: z.url({ protocol: /^https?$/ }),
  terminalId: uuid,
  terminalName: name(80),
  storeId: name(40),
  epoch: z.int().min(1),
  serverEpoch: z.int().min(1),
  /** Which server it is, in every backup of it. Not there while it was not told. */
  serverId: uuid.optional(),
  /** Terminals of other servers, whose facts stay on this machine and are not for this one. */
  leftBehind: z.array(uuid).readonly().optional(),
});

const chain = journalChainSchema;
/** The till's token, and what it checks PINs with. */
const secretName = z.enum(['terminalToken', 'pinSecret']);
const none = z.void();

/** Every channel between renderer and main, with the schema of what goes in and what comes out. */
export const CHANNELS = {
  'app:info': { input: none, output: appInfoSchema },
  /** What main found wrong and went on without: damage in the journal, a settings file that could not be read. */
  'app:reports': { input: none, output: z.array(z.object({ code: z.string(), detail: z.string() })) },
  'settings:get': { input: none, output: deviceSettingsSchema },
  'settings:set': { input: deviceSettingsSchema, output: deviceSettingsSchema },
  /** The commit of a sale: mints sequence and chain, appends, fsyncs, then answers. The same sale again gets the same answer. */
  'journal:commit': { input: tenderedDraftSchema, output: tenderedSaleSchema },
  /**
   * A shift event or a stock command, as durable as a sale when it answers. The same document again gets the same answer;
   * the same id with another content is `otherContent`.
   */
  'journal:record': { input: journalRecordSchema, output: journalEntrySchema },
  /** A committed sale that the local store has and the journal lost: taken back whole. `invalid` where its hash does not fit. */
  'journal:restore': { input: committedSaleSchema, output: journalEntrySchema },
  /** Every chain of this machine's journal, also of terminals that this till was before. */
  'journal:chains': { input: none, output: z.array(journalChainStateSchema) },
  /** Entries of every kind after an entry, oldest first, at most 500: what the local store may lack. */
  'journal:entries': { input: chain.extend({ afterEntry: counter }), output: z.array(journalEntrySchema) },
  /** The sales alone, after a sequence. */
  'journal:sales': { input: chain.extend({ afterSequence: counter }), output: z.array(tenderedSaleSchema) },
  'journal:head': { input: chain, output: chainHeadSchema },
  'journal:reports': { input: none, output: z.array(journalReportSchema) },
  /** Copies the journal into a folder that main asks a person for; null when none was chosen. */
  'journal:export': { input: none, output: exportedJournalSchema.nullable() },
  /** Writes a text to a file that main asks a person for; null when none was chosen. */
  'file:save': {
    input: z.object({
      fileName: name(80).regex(/^[A-Za-z0-9 _.-]+$/),
      text: z.string().max(2_000_000),
    }),
    output: z.object({ path: z.string() }).nullable(),
  },
  'identity:get': { input: none, output: tillIdentitySchema.nullable() },
  'identity:set': { input: tillIdentitySchema.nullable(), output: none },
  'secret:set': { input: z.object({ name: secretName, value: text(4096) }), output: none },
  'secret:get': { input: z.object({ name: secretName }), output: z.string().nullable() },
  /** Prints on the network printer of the settings. */
  'receipt:print': {
    input: z.object({ receipt: receiptSchema, labels: z.record(name(40), text(120)) }),
    output: none,
  },
  /** Prints an X or a Z there, in the words that it brings. */
  'report:print': { input: z.object({ slip: reportSlipSchema }), output: none },
  /** Writes the receipt's HTML as a PDF into the user's documents and answers with its path. */
  'receipt:pdf': {
    input: z.object({ fileName: name(80).regex(/^[A-Za-z0-9 _.-]+$/), html: z.string().min(1).max(500_000) }),
    output: z.object({ path: z.string() }),
  },
  'printer:test': { input: z.object({ labels: z.record(name(40), text(120)) }), output: none },
  'drawer:open': { input: none, output: none },
  /** What the customer is to see from now on. Answers when it is on its way, not when it is seen. */
  'display:show': { input: displayMessageSchema, output: none },
  'display:state': { input: none, output: displayStateSchema },
  /** Opens its window again after a person has closed it. */
  'display:open': { input: none, output: displayStateSchema },
} as const;

export type Channel = keyof typeof CHANNELS;
export type ChannelInput<C extends Channel> = z.infer<(typeof CHANNELS)[C]['input']>;
export type ChannelOutput<C extends Channel> = z.infer<(typeof CHANNELS)[C]['output']>;

/** Why main did not do it. `code` is stable; words for people live in the language files. */
export type IpcFailure = {
  readonly code:
    | 'denied'
    | 'invalid'
    | 'diskFull'
    /** Committed before, saying something else: what was committed stands. */
    | 'otherContent'
    /** The journal takes no more sales until the till is started anew. */
    | 'journalUnsafe'
    /** Another program has the journal open. */
    | 'journalLocked'
    /** A browser till keeps no journal. */
    | 'noJournal'
    /** The place of an export cannot be written. */
    | 'readOnly'
    /** The place of an export is not there, or no longer. */
    | 'folderGone'
    /** What was exported was read back and is not what was written. */
    | 'copyDiffers'
    | 'printerUnreachable'
    | 'printerTimeout'
    | 'printerNoPaper'
    | 'printerCoverOpen'
    | 'noPrinter'
    | 'noKeyStore'
    | 'failed';
  readonly detail: string;
};
export type IpcResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: IpcFailure };

/** What the preload puts on `window.evertill`. */
export interface TillBridge {
  invoke<C extends Channel>(channel: C, input: ChannelInput<C>): Promise<IpcResult<ChannelOutput<C>>>;
}
