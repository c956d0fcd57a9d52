import {
  keepFilesForOffline,
  type WaitingVersion,
} from '../../../src-renderer/offline/keep-files-for-offline.ts';

/** The least of a browser till: its files, kept, and the version that waits. */
const offered: WaitingVersion[] = [];

const scenarios = {
  keep: () => keepFilesForOffline((version) => void offered.push(version)),
  /** Looks now for what the server has. */
  async look() {
    await (await navigator.serviceWorker.ready).update();
  },
  offered: () => offered.map(({ release }) => release.version),
  takeOver: () => offered.at(-1)?.takeOver(),
  controlled: () => navigator.serviceWorker.controller !== null,
  version: () => document.body.dataset.version,
};

Object.assign(globalThis, { scenarios });
