import {
  CHANNELS,
  type Channel,
  type ChannelInput,
  type ChannelOutput,
  type IpcFailure,
  type IpcResult,
} from '../../shared/ipc/channels.ts';

/** What each channel does, once the door has let a call in. */
export type Handlers = {
  readonly [C in Channel]: (input: ChannelInput<C>) => Promise<IpcResult<ChannelOutput<C>>>;
};

/** Who calls, as Electron's edge sees it. */
export interface Caller {
  /** The window is one that this program opened for the till, and the call comes from its page and not a frame in it. */
  readonly isTillPage: boolean;
  /** Of the page at the moment of the call, `app://till`. */
  readonly origin: string;
}

export interface DoorOptions {
  readonly origin: string;
  readonly handlers: Handlers;
  /** For the log: what was turned away, and what broke. Nothing of it is told to the page. */
  readonly log: (message: string) => void;
}

const failed = (code: IpcFailure['code'], detail: string): { ok: false; failure: IpcFailure } => ({
  ok: false,
  failure: { code, detail },
});

const isChannel = (name: unknown): name is Channel =>
  typeof name === 'string' && Object.hasOwn(CHANNELS, name);

/** Only a text is made a text of: an object may bring a `toString` that is none. */
const shown = (channel: unknown): string =>
  typeof channel === 'string' ? channel.slice(0, 80) : `(${typeof channel})`;

/**
 * The one door between the window and the machine. Every call is judged in this order: who calls, which channel, what it
 * brings. It always answers with data, and never with the inside of a fault.
 */
export function createDoor({ origin, handlers, log }: DoorOptions) {
  async function call<C extends Channel>(channel: C, input: unknown): Promise<IpcResult<ChannelOutput<C>>> {
    const checked = CHANNELS[channel].input.safeParse(input);
    if (!checked.success) {
      const where = checked.error.issues.map(
        (issue) => `${issue.path.join('.') || 'input'} ${issue.message}`,
      );
      log(`invalid ${channel}: ${where.slice(0, 5).join('; ')}`);
      return failed('invalid', where.slice(0, 5).join('; '));
    }
    try {
      return await handlers[channel](checked.data as ChannelInput<C>);
    } catch (fault) {
      log(`failed ${channel}: ${fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)}`);
      const code = (fault as NodeJS.ErrnoException | null)?.code;
      if (code === 'ENOSPC' || code === 'EDQUOT') return failed('diskFull', code);
      return failed('failed', typeof code === 'string' ? code : 'unexpected');
    }
  }

  return async (caller: Caller, channel: unknown, input: unknown): Promise<IpcResult<unknown>> => {
    if (!caller.isTillPage || caller.origin !== origin) {
      log(`denied ${shown(channel)} to ${caller.origin.slice(0, 80)}`);
      return failed('denied', 'not the till');
    }
    if (!isChannel(channel)) {
      log(`denied unknown channel ${shown(channel)}`);
      return failed('denied', 'unknown channel');
    }
    return call(channel, input);
  };
}
