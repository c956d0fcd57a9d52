import { createContext, type ReactNode, useContext } from 'react';
import { assert } from '../../shared/core/assert.ts';
import type { StoreSettings } from '../../shared/staff/store-settings.ts';
import type { Till } from '../sync/till.ts';
import { approveOver } from './approvals.ts';
import type { Device } from './device.ts';
import { useReadable } from './use-readable.ts';

interface TillRuntime {
  readonly till: Till;
  readonly device: Device;
  /** The till and the device are those of a training: nothing of it counts. */
  readonly training?: boolean;
}

const RuntimeContext = createContext<TillRuntime | null>(null);

export function TillRuntimeProvider(props: TillRuntime & { children: ReactNode }) {
  approveOver(props.till);
  const { till, device, training = false } = props;
  return (
    <RuntimeContext.Provider value={{ till, device, training }}>{props.children}</RuntimeContext.Provider>
  );
}

function useRuntime(): TillRuntime {
  const runtime = useContext(RuntimeContext);
  assert(runtime !== null, 'a screen of the till is drawn outside TillRuntimeProvider');
  return runtime;
}

export const useTill = (): Till => useRuntime().till;
export const useDevice = (): Device => useRuntime().device;
/** Whether what is drawn belongs to a training: then it says so wherever it could be taken for a sale. */
export const useIsTraining = (): boolean => useRuntime().training ?? false;

/** The store's settings, or null until the first download has brought them. */
export function useStoreSettings(): StoreSettings | null {
  return useReadable(useTill().settings);
}
