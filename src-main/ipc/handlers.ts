import type { AppInfo, ChannelOutput, IpcFailure, IpcResult } from '../../shared/ipc/channels.ts';
import type { JournalEntry } from '../../shared/journal/entry.ts';
import type { TenderedSale } from '../../shared/sale/sale.ts';
import type { CustomerDisplay } from '../customer-display/keep-display.ts';
import type { NetworkPrinter } from '../devices/network-printer.ts';
import type { ExportOutcome } from '../journal/export-journal.ts';
import type { AppendRejection, RecordOutcome, SaleJournal } from '../journal/sale-journal.ts';
import type { FileReport, SettingsStore } from '../settings/device-settings.ts';
import type { IdentityFile } from '../settings/identity-file.ts';
import type { SecretStore } from '../settings/secret-store.ts';
import type { Handlers } from './door.ts';

export interface Machine {
  readonly info: AppInfo;
  readonly settings: SettingsStore;
  readonly secrets: SecretStore;
  readonly printer: NetworkPrinter;
  /** The journal, opened once; null while another process has it. A later call tries again. */
  readonly journal: () => Promise<SaleJournal | null>;
  /** Asks a person where to and copies the journal there; null when no place was chosen. */
  readonly exportJournal: (journal: SaleJournal) => Promise<ExportOutcome | null>;
  /** Asks a person where to and writes a text there; answers with the path, or null when no place was chosen. */
  readonly saveFile: (fileName: string, text: string) => Promise<string | null>;
  readonly identity: IdentityFile;
  /** Writes HTML as a PDF; answers with its path. */
  readonly savePdf: (fileName: string, html: string) => Promise<string>;
  readonly fileReports: readonly FileReport[];
  readonly display: Pick<CustomerDisplay, 'show' | 'state' | 'open'>;
  /** Told after the settings have changed: what may be reached changes with them. */
  readonly settingsChanged: () => void;
}

const done = <T>(value: T): IpcResult<T> => ({ ok: true, value });
const failed = (code: IpcFailure['code'], detail: string): { ok: false; failure: IpcFailure } => ({
  ok: false,
  failure: { code, detail },
});

const FAILURE_OF: Readonly<Record<AppendRejection['code'], IpcFailure['code']>> = {
  otherContent: 'otherContent',
  brokenSale: 'invalid',
  diskFull: 'diskFull',
  writeFailed: 'failed',
  journalUnsafe: 'journalUnsafe',
  journalLocked: 'journalLocked',
};

const entryOf = (outcome: RecordOutcome): IpcResult<JournalEntry> =>
  outcome.ok ? done(outcome.entry) : failed(FAILURE_OF[outcome.rejection.code], outcome.rejection.detail);

/** What the machine does for the window, channel by channel. */
export function createHandlers(machine: Machine): Handlers {
  const withJournal = async <T>(work: (journal: SaleJournal) => Promise<IpcResult<T>> | IpcResult<T>) => {
    const journal = await machine.journal();
    return journal ? work(journal) : failed('journalLocked', 'another process has the journal');
  };

  async function reports(): Promise<ChannelOutput<'app:reports'>> {
    const journal = await machine.journal();
    const found = (journal?.reports ?? []).map(({ code, ...facts }) => ({
      code,
      detail: JSON.stringify(facts),
    }));
    return [...machine.fileReports.map(({ code, detail }) => ({ code, detail })), ...found];
  }

  return {
    'app:info': async () => done(machine.info),
    'app:reports': async () => done(await reports()),
    'settings:get': async () => done(machine.settings.current()),
    'settings:set': async (settings) => {
      const saved = await machine.settings.save(settings);
      machine.settingsChanged();
      return done(saved);
    },
    'journal:commit': (draft) =>
      withJournal(async (journal) => {
        const outcome = await journal.commit(draft);
        if (outcome.ok) return done(outcome.sale);
        const { code, detail } = outcome.rejection;
        return failed(FAILURE_OF[code], detail);
      }),
    'journal:record': (record) => withJournal(async (journal) => entryOf(await journal.record(record))),
    // Its own hash proves what the schema leaves open.
    'journal:restore': (sale) =>
      withJournal(async (journal) => entryOf(await journal.restore(sale as unknown as TenderedSale))),
    'journal:chains': () => withJournal((journal) => done([...journal.chains()])),
    'journal:entries': ({ terminalId, epoch, afterEntry }) =>
      withJournal(async (journal) => done(await journal.entries({ terminalId, epoch }, afterEntry))),
    'journal:sales': ({ terminalId, epoch, afterSequence }) =>
      withJournal(async (journal) => done(await journal.sales({ terminalId, epoch }, afterSequence))),
    'journal:head': (chain) => withJournal((journal) => done(journal.head(chain))),
    'journal:reports': () => withJournal((journal) => done([...journal.reports])),
    'journal:export': () =>
      withJournal(async (journal) => {
        const outcome = await machine.exportJournal(journal);
        if (outcome === null) return done(null);
        return outcome.ok ? done(outcome.exported) : failed(outcome.rejection.code, outcome.rejection.detail);
      }),
    'file:save': async ({ fileName, text }) => {
      const path = await machine.saveFile(fileName, text);
      return done(path === null ? null : { path });
    },
    'identity:get': async () => done(machine.identity.current()),
    'identity:set': async (identity) => {
      await machine.identity.save(identity);
      machine.settingsChanged();
      return done(undefined);
    },
    'secret:set': async ({ name, value }) =>
      (await machine.secrets.set(name, value))
        ? done(undefined)
        : failed('noKeyStore', machine.info.secretBackend),
    'secret:get': async ({ name }) => done(await machine.secrets.get(name)),
    'receipt:print': ({ receipt, labels }) => machine.printer.printReceipt(receipt, labels),
    'report:print': ({ slip }) => machine.printer.printReport(slip),
    'receipt:pdf': async ({ fileName, html }) => done({ path: await machine.savePdf(fileName, html) }),
    'printer:test': ({ labels }) => machine.printer.printTestSlip(labels),
    'drawer:open': () => machine.printer.openDrawer(),
    'display:show': async (message) => done(machine.display.show(message)),
    'display:state': async () => done(machine.display.state()),
    'display:open': async () => done(machine.display.open()),
  };
}
