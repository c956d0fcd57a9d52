import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Protocol, protocol } from 'electron';
import { isAddressOf } from './request-policy.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.map': 'application/json',
};

/** What is served under one origin of the application. */
export interface OwnPage {
  readonly origin: string;
  /** The one page there is, below the folder. */
  readonly page: string;
  readonly contentSecurityPolicy: string;
}

/** Before the app is ready: `app:` behaves like a web address, so that the local store, locks and crypto work in it. */
export function declareTillScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

const nothing = (status: number) => new Response(null, { status });

async function answer(root: string, own: OwnPage, request: Request): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return nothing(405);
  if (!isAddressOf(own.origin, request.url)) return nothing(404);
  let name: string;
  try {
    name = decodeURIComponent(new URL(request.url).pathname);
  } catch {
    return nothing(400);
  }
  if (name.includes('\0') || name.includes('\\')) return nothing(404);
  const file = path.join(root, name === '/' ? own.page : name);
  const inside = path.relative(root, file);
  // No origin shows another one's page.
  if (path.extname(file) === '.html' && inside !== own.page) return nothing(404);
  const type = TYPES[path.extname(file)];
  if (!type || inside === '' || inside.startsWith('..') || path.isAbsolute(inside)) return nothing(404);
  let body: Uint8Array<ArrayBuffer>;
  try {
    body = new Uint8Array(await readFile(file));
  } catch {
    return nothing(404);
  }
  const headers = {
    'content-type': type,
    'content-security-policy': own.contentSecurityPolicy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': 'no-cache',
  };
  return new Response(request.method === 'HEAD' ? null : body, { headers });
}

/** Gives a window the files of a folder under its own origin, and nothing outside it. */
export function servePage(scheme: Protocol, root: string, own: OwnPage): void {
  scheme.handle('app', (request) => answer(root, own, request));
}
