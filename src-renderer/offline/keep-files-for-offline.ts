/**
 * Makes the browser variant start without its server. Nothing to do in Electron, where the files are the application's,
 * and nothing that can be done where the page is not a secure context (plain HTTP on another host than this one).
 *
 * @returns false where the till cannot be started offline from this address
 */
export async function keepFilesForOffline(): Promise<boolean> {
  if (!location.protocol.startsWith('http')) return true;
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return false;
  try {
    await navigator.serviceWorker.register('./service-worker.js', { scope: './' });
    return true;
  } catch (error) {
    console.warn('This till cannot keep its files for a start without the server:', error);
    return false;
  }
}
