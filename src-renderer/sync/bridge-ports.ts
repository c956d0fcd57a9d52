import type { IpcResult, TillBridge } from '../../shared/ipc/channels.ts';
import type { IdentityCopy, Journal, Secrets } from './till.ts';

/** Main did not do it. `code` is one of `IpcFailure`. */
export class BridgeFailure extends Error {
  override readonly name = 'BridgeFailure';
  readonly code: string;
  constructor(code: string, detail: string) {
    super(`${code}: ${detail}`);
    this.code = code;
  }
}

/** The journal of Electron's main process. */
export function journalOver(bridge: TillBridge): Journal {
  return {
    commit: async (draft) => valueFrom(await bridge.invoke('journal:commit', draft)),
    record: async (record) => valueFrom(await bridge.invoke('journal:record', record)),
    restore: async (sale) => valueFrom(await bridge.invoke('journal:restore', sale)),
    chains: async () => valueFrom(await bridge.invoke('journal:chains', undefined)),
    entries: async (terminalId, epoch, afterEntry) =>
      valueFrom(await bridge.invoke('journal:entries', { terminalId, epoch, afterEntry })),
    sales: async (terminalId, epoch, afterSequence) =>
      valueFrom(await bridge.invoke('journal:sales', { terminalId, epoch, afterSequence })),
    head: async (terminalId, epoch) => valueFrom(await bridge.invoke('journal:head', { terminalId, epoch })),
  };
}

/** The copy of the identity that main keeps: a local store that was lost learns from it who this till was. */
export function identityCopyOver(bridge: TillBridge): IdentityCopy {
  return {
    get: async () => valueFrom(await bridge.invoke('identity:get', undefined)),
    set: async (identity) => valueFrom(await bridge.invoke('identity:set', identity)),
  };
}

/** The operating system's key store. Use only where `app:info` says `secretsUsable`. */
export function secretsOver(bridge: TillBridge): Secrets {
  return {
    get: async (name) => valueFrom(await bridge.invoke('secret:get', { name })),
    async set(name, value) {
      valueFrom(await bridge.invoke('secret:set', { name, value }));
    },
  };
}

function valueFrom<T>(result: IpcResult<T>): T {
  if (!result.ok) throw new BridgeFailure(result.failure.code, result.failure.detail);
  return result.value;
}
