/**
 * Keeps the browser variant's own files, so that it starts while the server that served them is gone. (In Electron the
 * files are part of the application and this worker is never registered.)
 *
 * The build puts the list of files and its digest in here: a new build is a new worker, which fetches everything it
 * needs and then waits. The till says when it may take over (shared/update): never in the middle of a sale, and never
 * upon something unsent that it could not read. Until then everything, the page too, is of the version before.
 */
declare const __OFFLINE_FILES__: readonly string[];
declare const __OFFLINE_DIGEST__: string;
/** What this version says of itself. */
declare const __RELEASE__: unknown;

/** The parts of the worker's global scope that are used; TypeScript's DOM library describes windows only. */
interface Lifetime extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Told extends Lifetime {
  readonly data: unknown;
  readonly ports: readonly MessagePort[];
}
interface Fetching extends Lifetime {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
const scope = self as unknown as {
  readonly location: Location;
  readonly registration: { readonly scope: string; readonly active: unknown };
  addEventListener(type: 'install' | 'activate', listener: (event: Lifetime) => void): void;
  addEventListener(type: 'message', listener: (event: Told) => void): void;
  addEventListener(type: 'fetch', listener: (event: Fetching) => void): void;
  skipWaiting(): Promise<void>;
  readonly clients: { claim(): Promise<void> };
};

const PREFIX = 'evertill-files-';
const CACHE = PREFIX + __OFFLINE_DIGEST__;
/** The server's answers vary by origin (other tills call it from elsewhere); these files do not. */
const ANY = { ignoreVary: true };

const page = () => new URL('./', scope.registration.scope).href;

async function keepFiles(): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.addAll([page(), ...__OFFLINE_FILES__].map((file) => new Request(file, { cache: 'reload' })));
  // The first one takes nobody's place.
  if (!scope.registration.active) await scope.skipWaiting();
}

async function dropOlderFiles(): Promise<void> {
  for (const name of await caches.keys())
    if (name.startsWith(PREFIX) && name !== CACHE) await caches.delete(name);
  await scope.clients.claim();
}

/** The page of this version: what it loads is of this version, too. */
async function answerPage(request: Request): Promise<Response> {
  // The customer display is a page beside the till's; every other address is the till.
  const isDisplay = new URL(request.url).pathname.endsWith('/display.html');
  const wanted = isDisplay ? new URL('./display.html', scope.registration.scope).href : page();
  return (await (await caches.open(CACHE)).match(wanted, ANY)) ?? fetch(request);
}

scope.addEventListener('message', (event) => {
  if (event.data === 'describe') event.ports[0]?.postMessage(__RELEASE__);
  if (event.data === 'takeOver') event.waitUntil(scope.skipWaiting());
});
scope.addEventListener('install', (event) => event.waitUntil(keepFiles()));
scope.addEventListener('activate', (event) => event.waitUntil(dropOlderFiles()));
scope.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (
    event.request.method !== 'GET' ||
    url.origin !== scope.location.origin ||
    url.pathname.startsWith('/v1/')
  )
    return;
  if (event.request.mode === 'navigate') event.respondWith(answerPage(event.request));
  else event.respondWith(caches.match(event.request, ANY).then((kept) => kept ?? fetch(event.request)));
});
