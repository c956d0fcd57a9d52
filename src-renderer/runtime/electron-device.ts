import type { Channel, ChannelInput, ChannelOutput, TillBridge } from '../../shared/ipc/channels.ts';
import { createValue } from '../database/readable.ts';
import { identityCopyOver, journalOver, secretsOver } from '../sync/bridge-ports.ts';
import { DEFAULT_SETTINGS, type Device, type DeviceOutcome } from './device.ts';
import { displayOfMain } from './display-port.ts';
import { createUpdates } from './updates.ts';

declare global {
  interface Window {
    readonly evertill?: TillBridge;
  }
}

/** The machine behind Electron's preload bridge. Throws when main cannot even say what it is. */
export async function openElectronDevice(bridge: TillBridge): Promise<Device> {
  const ask = async <C extends Channel>(
    channel: C,
    input: ChannelInput<C>,
  ): Promise<DeviceOutcome<ChannelOutput<C>>> => {
    try {
      return await bridge.invoke(channel, input);
    } catch (error) {
      return { ok: false, failure: { code: 'failed', detail: String(error) } };
    }
  };
  const nothing = async (outcome: Promise<DeviceOutcome<unknown>>): Promise<DeviceOutcome> => {
    const settled = await outcome;
    return settled.ok ? { ok: true, value: undefined } : settled;
  };

  const told = await ask('app:info', undefined);
  if (!told.ok) throw new Error(`app:info: ${told.failure.code} ${told.failure.detail}`);
  const info = told.value;
  const stored = await ask('settings:get', undefined);
  const settings = createValue(stored.ok ? stored.value : DEFAULT_SETTINGS);

  return {
    kind: 'electron',
    info,
    settings,
    updates: createUpdates(),
    display: displayOfMain({
      show: (message) => ask('display:show', message),
      open: async () => answered(await ask('display:open', undefined)),
      state: async () => answered(await ask('display:state', undefined)),
    }),
    async saveSettings(next) {
      const outcome = await ask('settings:set', next);
      if (outcome.ok) settings.set(outcome.value);
      return outcome.ok ? { ok: true, value: undefined } : outcome;
    },
    journal: journalOver(bridge),
    identityCopy: identityCopyOver(bridge),
    secrets: info.secretsUsable ? secretsOver(bridge) : null,
    printReceipt: (input) => nothing(ask('receipt:print', input)),
    printReport: (input) => nothing(ask('report:print', input)),
    async savePdf(input) {
      const outcome = await ask('receipt:pdf', input);
      return outcome.ok ? { ok: true, value: outcome.value.path } : outcome;
    },
    printTestSlip: (labels) => nothing(ask('printer:test', { labels })),
    exportJournal: () => ask('journal:export', undefined),
    async saveFile(fileName, text) {
      const outcome = await ask('file:save', { fileName, text });
      return outcome.ok ? { ok: true, value: outcome.value?.path ?? null } : outcome;
    },
    journalReports: () => ask('journal:reports', undefined),
    openDrawer: () => nothing(ask('drawer:open', undefined)),
  };
}

const answered = <T>(outcome: DeviceOutcome<T>): T | null => (outcome.ok ? outcome.value : null);
