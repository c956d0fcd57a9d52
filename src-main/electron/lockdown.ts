import { app, type Session } from 'electron';
import { isTillAddress } from './request-policy.ts';

// What the till needs of what a page may ask for: to keep its store, and (newer Chromium) to call the shop's server, which
// stands in the same network. Camera, location, notifications and the rest are nobody's business at a till.
const ALLOWED_PERMISSIONS: ReadonlySet<string> = new Set([
  'persistent-storage',
  'local-network-access',
  'local-network',
  'loopback-network',
]);

/** Everything that is refused in a session, whatever the page asks for. */
export function lockSession(
  session: Session,
  mayRequest: (address: string) => boolean,
  log: (message: string) => void,
  permissions = ALLOWED_PERMISSIONS,
): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    const allowed = permissions.has(permission) && isTillAddress(details.requestingUrl);
    if (!allowed) log(`refused permission ${permission}`);
    answer(allowed);
  });
  session.setPermissionCheckHandler((_contents, permission) => permissions.has(permission));
  session.setDevicePermissionHandler(() => false);
  // Its dictionaries would come from a server of somebody else.
  session.setSpellCheckerEnabled(false);
  session.on('will-download', (event) => {
    log('refused a download');
    event.preventDefault();
  });
  session.webRequest.onBeforeRequest((details, answer) => {
    const cancel = !mayRequest(details.url);
    if (cancel) log(`refused request to ${details.url.slice(0, 200)}`);
    answer({ cancel });
  });
}

/** No page leaves the till, opens a window or carries another page in it. */
export function lockContents(log: (message: string) => void): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(({ url }) => {
      log(`refused window ${url.slice(0, 200)}`);
      return { action: 'deny' };
    });
    const stay = (event: { preventDefault(): void }, url: string) => {
      if (isTillAddress(url)) return;
      log(`refused navigation to ${url.slice(0, 200)}`);
      event.preventDefault();
    };
    contents.on('will-navigate', (event) => stay(event, event.url));
    contents.on('will-redirect', (event) => stay(event, event.url));
    contents.on('will-attach-webview', (event) => event.preventDefault());
  });
}
