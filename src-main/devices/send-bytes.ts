import net from 'node:net';
import { faultOf, STATUS_ANSWERS, STATUS_QUESTIONS, statusBytes } from './printer-status.ts';

export type SendOutcome =
  | {
      readonly ok: true;
      /** It was asked how it is, and did not say: many cheap printers cannot. */
      readonly silent: boolean;
    }
  | {
      readonly ok: false;
      readonly code: 'printerUnreachable' | 'printerTimeout' | 'printerNoPaper' | 'printerCoverOpen';
      readonly detail: string;
    };

export interface SendLimits {
  /** Until the printer takes the call. */
  readonly connectMs: number;
  /** For the printer to say how it is; after that it is taken for one that does not speak. 0: it is not asked. */
  readonly statusMs: number;
  /** Without a single byte taken: out of paper, cover open, switched off in the middle. */
  readonly stallMs: number;
  /** After the last byte, for a printer that still breaks the line off; most keep it open or close it at once. */
  readonly lingerMs: number;
}

export const SEND_LIMITS: SendLimits = { connectMs: 3_000, statusMs: 300, stallMs: 5_000, lingerMs: 400 };

const PART_BYTES = 4096;

/**
 * Hands bytes to a network printer (raw TCP, port 9100 as a rule). It is asked first whether it can print: one without paper
 * goes on taking bytes for a long time. Ok means that the printer's side has taken them all: raw printing knows no receipt
 * of a receipt.
 */
export function sendBytes(
  printer: { readonly host: string; readonly port: number },
  bytes: Uint8Array,
  limits: SendLimits = SEND_LIMITS,
): Promise<SendOutcome> {
  return new Promise((resolve) => {
    const socket = net.connect({ host: printer.host, port: printer.port });
    let timer: NodeJS.Timeout | undefined;
    const end = (outcome: SendOutcome) => {
      clearTimeout(timer);
      socket.removeAllListeners();
      // A late error of a socket that is no longer of interest must not end the till.
      socket.on('error', () => undefined);
      socket.destroy();
      resolve(outcome);
    };
    const wait = (ms: number, then: () => SendOutcome) => {
      clearTimeout(timer);
      timer = setTimeout(() => end(then()), ms);
    };
    const late = (what: string) => (): SendOutcome => ({ ok: false, code: 'printerTimeout', detail: what });

    wait(limits.connectMs, late('no answer to the call'));
    socket.on('error', (fault: NodeJS.ErrnoException) => {
      const timedOut = fault.code === 'ETIMEDOUT';
      end({
        ok: false,
        code: timedOut ? 'printerTimeout' : 'printerUnreachable',
        detail: fault.code ?? fault.message,
      });
    });
    socket.on('close', () => end({ ok: false, code: 'printerUnreachable', detail: 'the printer hung up' }));
    // What a printer says is read to its end, so that its end of the line never fills.
    let said: number[] = [];
    let heard: (() => void) | null = null;
    socket.on('data', (part) => {
      said = [...said, ...statusBytes(part)].slice(0, STATUS_ANSWERS);
      heard?.();
    });

    const finish = () => {
      socket.removeAllListeners('close');
      const done: SendOutcome = { ok: true, silent: limits.statusMs > 0 && said.length < STATUS_ANSWERS };
      socket.on('close', () => end(done));
      socket.end(() => wait(limits.lingerMs, () => done));
    };
    const sendFrom = (start: number) => {
      if (start >= bytes.length) return finish();
      wait(limits.stallMs, late(`took ${start} of ${bytes.length} bytes`));
      socket.write(bytes.subarray(start, start + PART_BYTES), () => sendFrom(start + PART_BYTES));
    };
    const askFirst = () => {
      if (limits.statusMs === 0) return sendFrom(0);
      const goOn = () => {
        clearTimeout(silence);
        heard = null;
        const fault = said.length < STATUS_ANSWERS ? null : faultOf(said);
        if (fault) end({ ok: false, ...fault });
        else sendFrom(0);
      };
      clearTimeout(timer);
      const silence = setTimeout(goOn, limits.statusMs);
      timer = silence;
      heard = () => {
        if (said.length >= STATUS_ANSWERS) goOn();
      };
      socket.write(STATUS_QUESTIONS);
    };
    socket.on('connect', askFirst);
  });
}
