import { type Release, releaseSchema } from '../../shared/update/release.ts';

const LOOK_EVERY_MS = 30 * 60_000;
const DESCRIBE_WITHIN_MS = 3_000;

/** A version of the browser till that has all its files and waits to be let in. */
export interface WaitingVersion {
  readonly release: Release;
  /** Lets it in: the page is loaded anew. */
  takeOver(): void;
}

/**
 * Makes the browser variant start without its server. Nothing to do in Electron, where the files are the application's,
 * and nothing that can be done where the page is not a secure context (plain HTTP on another host than this one).
 *
 * @param onWaiting told of a newer version, as often as there is one
 * @returns false where the till cannot be started offline from this address
 */
export async function keepFilesForOffline(onWaiting: (version: WaitingVersion) => void): Promise<boolean> {
  if (!location.protocol.startsWith('http')) return true;
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return false;
  try {
    const registration = await navigator.serviceWorker.register('./service-worker.js', { scope: './' });
    const look = () => {
      if (registration.waiting && registration.active)
        describe(registration.waiting).then((version) => version && onWaiting(version), reportError);
    };
    registration.addEventListener('updatefound', () => {
      registration.installing?.addEventListener('statechange', look);
    });
    look();
    setInterval(() => void registration.update().catch(() => undefined), LOOK_EVERY_MS);
    return true;
  } catch (error) {
    console.warn('This till cannot keep its files for a start without the server:', error);
    return false;
  }
}

/** Null for a worker of before this question was asked, or one that does not answer. */
async function describe(worker: ServiceWorker): Promise<WaitingVersion | null> {
  const { port1, port2 } = new MessageChannel();
  const told = await new Promise<unknown>((resolve) => {
    port1.onmessage = (event) => resolve(event.data);
    setTimeout(() => resolve(null), DESCRIBE_WITHIN_MS);
    worker.postMessage('describe', [port2]);
  });
  port1.close();
  const release = releaseSchema.safeParse(told);
  if (!release.success) return null;
  return {
    release: release.data,
    takeOver() {
      navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
      worker.postMessage('takeOver');
    },
  };
}
