// Loaded before the product (node --import): from here on, time, chance and the product's sources are the simulation's.
import { registerHooks } from 'node:module';
import { activeMutation, mutated } from './product-source.ts';
import { running } from './world/life.ts';

const RXDB_TIME = 'plugins/utils/utils-time.js';

/** RxDB's last moment belongs to a program, not to the process in which many of them live. */
function rxNow(): number | null {
  const life = running.getStore();
  if (!life) return null;
  const nowMs = Date.now();
  if (nowMs > life.rxLastMs) {
    life.rxLastMs = nowMs;
    life.rxLastSub = 1;
  } else {
    life.rxLastSub += 1;
    if (life.rxLastSub === 100) {
      life.rxLastMs += 1;
      life.rxLastSub = 1;
    }
  }
  return life.rxLastMs + life.rxLastSub * 0.01;
}

Object.assign(globalThis, { evertillSimRxNow: rxNow });

/** What each till has for itself. */
const OF_REALM = /\/(src-renderer|test\/sim\/till\/realm-of-rxdb|node_modules\/rxdb)\b/;
const REALM = /[?&]realm=\d+/;
/** How the server rests between rounds that it does by the way. Real time would pass there, and a slow machine be another world. */
const REST = 'node:timers/promises';

registerHooks({
  resolve(specifier, context, nextResolve) {
    if (specifier === REST && context.parentURL?.includes('/src-server/'))
      return nextResolve(new URL('./world/endless-rest.ts', import.meta.url).href, context);
    const resolved = nextResolve(specifier, context);
    const realm = REALM.exec(context.parentURL ?? '')?.[0];
    if (!realm || REALM.test(resolved.url) || !OF_REALM.test(resolved.url)) return resolved;
    return { ...resolved, url: `${resolved.url}?${realm.slice(1)}` };
  },
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    const { pathname } = new URL(url);
    const isTime = pathname.includes('/rxdb/') && pathname.endsWith(RXDB_TIME);
    const isMutated =
      activeMutation !== null && url.startsWith('file:') && pathname.endsWith(activeMutation.file);
    if (!isTime && !isMutated) return loaded;
    const text = Buffer.from(loaded.source as Uint8Array).toString();
    const source =
      isMutated && activeMutation
        ? mutated(text, activeMutation)
        : text.replace(
            'export function now() {',
            'export function now() { const own = globalThis.evertillSimRxNow(); if (own !== null) return own;',
          );
    return { ...loaded, source };
  },
});

Object.defineProperty(globalThis, 'localStorage', {
  configurable: true,
  value: { getItem: () => null, setItem: () => {} },
});
Object.defineProperty(globalThis, 'navigator', { configurable: true, value: {} });
