import type { AppInfo, ChannelInput, DeviceSettings, IpcFailure } from '../../shared/ipc/channels.ts';
import type { JournalReport } from '../../shared/journal/journal-report.ts';
import type { ExportedJournal } from '../../shared/journal/manifest.ts';
import type { Readable } from '../database/readable.ts';
import type { IdentityCopy, Journal, Secrets } from '../sync/till.ts';
import type { DisplayPort } from './display-port.ts';
import type { Updates } from './updates.ts';

export type DeviceOutcome<T = void> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: IpcFailure };

/** The machine that the till runs on: Electron's main process, or as much of it as a plain browser has. */
export interface Device {
  readonly kind: 'electron' | 'browser';
  readonly info: AppInfo;
  readonly settings: Readable<DeviceSettings>;
  /** In Electron none is ever waiting: its files are the application's, and whoever installs it decides. */
  readonly updates: Updates;
  readonly display: DisplayPort;
  saveSettings(settings: DeviceSettings): Promise<DeviceOutcome>;
  /** Null in a browser: then the strict write of the sale's document is the commit. */
  readonly journal: Journal | null;
  /** Null in a browser. */
  readonly identityCopy: IdentityCopy | null;
  /** Null where the local store keeps the token itself. */
  readonly secrets: Secrets | null;
  /** On the network printer of the settings; in a browser by its own print dialog. */
  printReceipt(input: ChannelInput<'receipt:print'>): Promise<DeviceOutcome>;
  /** An X or a Z, the same way. */
  printReport(input: ChannelInput<'report:print'>): Promise<DeviceOutcome>;
  /** Answers with the path of the file, or null where the browser's dialog asks for it. */
  savePdf(input: ChannelInput<'receipt:pdf'>): Promise<DeviceOutcome<string | null>>;
  printTestSlip(labels: Readonly<Record<string, string>>): Promise<DeviceOutcome>;
  openDrawer(): Promise<DeviceOutcome>;
  /** Copies the journal to a place that a person chooses; null when none was chosen. In a browser: `noJournal`. */
  exportJournal(): Promise<DeviceOutcome<ExportedJournal | null>>;
  /** Writes a text into a file that a person chooses. The path, or null when none was chosen or a browser does not tell. */
  saveFile(fileName: string, text: string): Promise<DeviceOutcome<string | null>>;
  /** What main found in its journal; nothing in a browser. */
  journalReports(): Promise<DeviceOutcome<readonly JournalReport[]>>;
}

export const DEFAULT_SETTINGS: DeviceSettings = {
  serverUrl: null,
  language: 'en',
  theme: 'system',
  printer: null,
};
