import { contextBridge, ipcRenderer } from 'electron';
import type { DisplayBridge } from '../../shared/display/display-bridge.ts';

// It can listen, and nothing else: there is no way from this window to main.
let latest: unknown = null;
let listener: ((message: unknown) => void) | null = null;

ipcRenderer.on('evertill-display', (_event, message: unknown) => {
  latest = message;
  listener?.(message);
});

const bridge: DisplayBridge = {
  receive(listen) {
    listener = listen;
    // What came while the page was still starting.
    if (latest !== null) listen(latest);
  },
};

contextBridge.exposeInMainWorld('evertillDisplay', bridge);
