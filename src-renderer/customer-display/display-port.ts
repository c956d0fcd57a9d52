import type { DisplayBridge } from '../../shared/display/display-bridge.ts';
import { DISPLAY_CHANNEL, displaySignalSchema } from '../../shared/display/display-channel.ts';
import { type DisplayMessage, displayMessageSchema } from '../../shared/display/display-message.ts';

declare global {
  interface Window {
    readonly evertillDisplay?: DisplayBridge;
  }
}

/** Hands on what the till says: by main's bridge in Electron, by a channel of the same origin from a till in a browser. */
export function receiveMessages(listener: (message: DisplayMessage) => void): void {
  const judge = (message: unknown) => {
    const checked = displayMessageSchema.safeParse(message);
    if (checked.success) listener(checked.data);
    else reportError(new Error(`not shown: ${checked.error.issues[0]?.path.join('.') ?? ''}`));
  };
  if (window.evertillDisplay) {
    window.evertillDisplay.receive(judge);
    return;
  }
  // A window that this one could steer, or be steered by, is none of its business.
  window.opener = null;
  const channel = new BroadcastChannel(DISPLAY_CHANNEL);
  channel.addEventListener('message', ({ data }) => {
    const signal = displaySignalSchema.safeParse(data);
    if (!signal.success) return;
    if (signal.data.kind === 'show') judge(signal.data.message);
    if (signal.data.kind === 'ask') channel.postMessage({ kind: 'here', answers: true });
    if (signal.data.kind === 'end') window.close();
  });
  channel.postMessage({ kind: 'here' });
}

/** Whether a person has to say on which screen it fills the screen: a browser lets no page choose by itself. */
export const isInBrowser = (): boolean => window.evertillDisplay === undefined;
