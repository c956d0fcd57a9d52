import type { DeviceSettings, IpcFailure, IpcResult } from '../../shared/ipc/channels.ts';
import type { Receipt } from '../../shared/sale/receipt.ts';
import type { ReportSlip } from '../../shared/shift/report-slip.ts';
import { type Dots, dotsOf, drawerBytes, paperBytes, picturedBytes } from './escpos-bytes.ts';
import { paperHtml, runsRightToLeft } from './paper-html.ts';
import type { PaperRow } from './paper-rows.ts';
import { isCodePage, printableFor } from './printable-text.ts';
import { receiptRows, testSlipRows, type Words } from './receipt-rows.ts';
import { reportRows } from './report-rows.ts';
import { SEND_LIMITS, type SendLimits, sendBytes } from './send-bytes.ts';

type PrinterSettings = NonNullable<DeviceSettings['printer']>;

export interface NetworkPrinter {
  printReceipt(receipt: Receipt, words: Words): Promise<IpcResult<void>>;
  printReport(slip: ReportSlip): Promise<IpcResult<void>>;
  printTestSlip(words: Words): Promise<IpcResult<void>>;
  /** The drawer hangs on the printer. */
  openDrawer(): Promise<IpcResult<void>>;
}

/** In place of a code page: the paper is drawn, in any script. */
const AS_PICTURE = 'picture';

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const withoutControls = (text: string): string => text.replace(/[\u0000-\u001f\u007f]/g, ' ');

const signs = (text: string, sign: RegExp): number => text.match(sign)?.length ?? 0;

/** More than one letter in so many lost to a code page, and nobody can read the rest. */
const READABLE_LETTERS = 12;

/** The same cleaning, and whether too much of what went through it became question marks: another script than the page's. */
function countingLoss(clean: (text: string) => string) {
  let letters = 0;
  let lost = 0;
  return {
    clean: (text: string): string => {
      const printable = clean(text);
      letters += signs(text, /\p{L}/gu);
      lost += Math.max(0, signs(printable, /\?/g) - signs(text, /\?/g));
      return printable;
    },
    isUnreadable: (): boolean => lost * READABLE_LETTERS > letters,
  };
}

const failed = (code: IpcFailure['code'], detail: string): IpcResult<void> => ({
  ok: false,
  failure: { code, detail },
});

/** The printer of the settings as they are at the moment of printing. One job after another: most take one call at a time. */
export function createNetworkPrinter(
  settings: () => DeviceSettings,
  limits: SendLimits = SEND_LIMITS,
  /** Draws a page as dots; null where nothing can. */
  drawDots: ((html: string, widthDots: number) => Promise<Dots>) | null = null,
): NetworkPrinter {
  let queue: Promise<unknown> = Promise.resolve();
  /** Printers that do not say how they are: they are not waited for again. */
  const silent = new Set<string>();

  const inTurn = (
    bytesFor: (
      printer: PrinterSettings,
    ) => Uint8Array | IpcResult<void> | Promise<Uint8Array | IpcResult<void>>,
  ) => {
    const turn = queue.then(async (): Promise<IpcResult<void>> => {
      const { printer } = settings();
      if (!printer) return failed('noPrinter', 'no printer in the settings');
      const bytes = await bytesFor(printer);
      if (!(bytes instanceof Uint8Array)) return bytes;
      const address = `${printer.host}:${printer.port}`;
      const outcome = await sendBytes(
        printer,
        bytes,
        silent.has(address) ? { ...limits, statusMs: 0 } : limits,
      );
      if (outcome.ok && outcome.silent) silent.add(address);
      return outcome.ok ? { ok: true, value: undefined } : failed(outcome.code, outcome.detail);
    });
    queue = turn.catch(() => undefined);
    return turn;
  };

  const print = (rowsFor: (printer: PrinterSettings, clean: (text: string) => string) => PaperRow[]) =>
    inTurn(async (printer) => {
      const { codePage, columns } = printer;
      const drawn = (draw: NonNullable<typeof drawDots>) => {
        const all = rowsFor(printer, withoutControls);
        const rightToLeft = runsRightToLeft(all);
        return picturedBytes(all, columns, (rows, width) => draw(paperHtml(rows, width, rightToLeft), width));
      };
      if (codePage === AS_PICTURE && drawDots) return drawn(drawDots);
      if (!isCodePage(codePage)) return failed('invalid', `unknown code page ${codePage}`);
      const { clean, isUnreadable } = countingLoss(printableFor(codePage));
      const rows = rowsFor(printer, clean);
      // Question marks are no receipt. Where it cannot be drawn they are still better than no paper.
      if (drawDots && isUnreadable()) return drawn(drawDots).catch(() => paperBytes(rows, columns, codePage));
      const pictures = new Map<PaperRow, Dots>();
      for (const row of rows) {
        if (row.kind !== 'picture' || !drawDots) continue;
        // A logo that cannot be drawn is no reason not to print.
        const logo = await drawDots(paperHtml([row], dotsOf(columns), false), dotsOf(columns)).catch(
          () => null,
        );
        if (logo) pictures.set(row, logo);
      }
      return paperBytes(rows, columns, codePage, pictures);
    });

  return {
    printReceipt: (receipt, words) =>
      print(({ columns }, clean) => receiptRows(receipt, words, columns, clean)),
    printReport: (slip) => print(({ columns }, clean) => reportRows(slip, columns, clean)),
    printTestSlip: (words) =>
      print(({ columns, codePage }, clean) => testSlipRows(words, columns, codePage, clean)),
    openDrawer: () => inTurn(drawerBytes),
  };
}
