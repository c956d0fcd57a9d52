import { contextBridge, ipcRenderer } from 'electron';
import type { Channel, IpcResult, TillBridge } from '../../shared/ipc/channels.ts';

// Names alone: the schemas stay in main, and this file stays small. The compiler asks for a name that is missing.
const KNOWN: Readonly<Record<Channel, true>> = {
  'app:info': true,
  'app:reports': true,
  'settings:get': true,
  'settings:set': true,
  'journal:commit': true,
  'journal:record': true,
  'journal:restore': true,
  'journal:chains': true,
  'journal:entries': true,
  'journal:sales': true,
  'journal:head': true,
  'journal:reports': true,
  'journal:export': true,
  'file:save': true,
  'identity:get': true,
  'identity:set': true,
  'secret:set': true,
  'secret:get': true,
  'receipt:print': true,
  'report:print': true,
  'receipt:pdf': true,
  'printer:test': true,
  'drawer:open': true,
  'display:show': true,
  'display:state': true,
  'display:open': true,
};

const denied: IpcResult<never> = { ok: false, failure: { code: 'denied', detail: 'unknown channel' } };

const bridge: TillBridge = {
  invoke: (channel, input) =>
    Object.hasOwn(KNOWN, channel)
      ? (ipcRenderer.invoke('evertill', channel, input) as ReturnType<typeof bridge.invoke<typeof channel>>)
      : Promise.resolve(denied),
};

contextBridge.exposeInMainWorld('evertill', bridge);
