import net from 'node:net';

export type SendOutcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: 'printerUnreachable' | 'printerTimeout'; readonly detail: string };

export interface SendLimits {
  /** Until the printer takes the call. */
  readonly connectMs: number;
  /** Without a single byte taken: out of paper, cover open, switched off in the middle. */
  readonly stallMs: number;
  /** After the last byte, for a printer that still breaks the line off; most keep it open or close it at once. */
  readonly lingerMs: number;
}

export const SEND_LIMITS: SendLimits = { connectMs: 3_000, stallMs: 5_000, lingerMs: 400 };

const PART_BYTES = 4096;

/**
 * Hands bytes to a network printer (raw TCP, port 9100 as a rule). Ok means that the printer's side has taken them all:
 * raw printing knows no receipt of a receipt.
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
    // What a printer says (its status) is read and dropped, so that its end of the line never fills.
    socket.resume();

    const finish = () => {
      socket.removeAllListeners('close');
      socket.on('close', () => end({ ok: true }));
      socket.end(() => wait(limits.lingerMs, () => ({ ok: true })));
    };
    const sendFrom = (start: number) => {
      if (start >= bytes.length) return finish();
      wait(limits.stallMs, late(`took ${start} of ${bytes.length} bytes`));
      socket.write(bytes.subarray(start, start + PART_BYTES), () => sendFrom(start + PART_BYTES));
    };
    socket.on('connect', () => sendFrom(0));
  });
}
