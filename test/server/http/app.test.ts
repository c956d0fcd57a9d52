import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildApp } from '../../../src-server/http/app.ts';
import { createMetrics } from '../../../src-server/http/metrics.ts';
import { createServerLog } from '../../../src-server/http/server-log.ts';

let app: FastifyInstance;
let tillDir: string;
let logged: string;

/** The application before its database is there. */
beforeEach(async () => {
  logged = '';
  tillDir = path.join(mkdtempSync(path.join(tmpdir(), 'evertill-till-')), 'renderer');
  const to = new Writable({
    write(chunk, _encoding, done) {
      logged += String(chunk);
      done();
    },
  });
  app = await buildApp({
    services: () => null,
    whyNotReady: async () => 'The database is starting.',
    metrics: createMetrics(),
    log: createServerLog('info', to),
    tillDir,
    version: '0.0.0',
  });
});
afterEach(() => app.close());

const authorization = 'Bearer evt_anything';

test('it lives before it is ready, and says what it lacks', async () => {
  expect((await app.inject('/healthz')).json()).toEqual({ status: 'ok' });
  const ready = await app.inject('/readyz');
  expect(ready.headers['content-type']).toContain('application/problem+json');
  expect(ready.json()).toMatchObject({
    status: 503,
    code: 'unavailable',
    detail: 'The database is starting.',
  });
  const pull = await app.inject({ url: '/v1/sync/items/pull', headers: { authorization } });
  expect(pull.json()).toMatchObject({ status: 503, code: 'unavailable' });
});

test('an OPTIONS that is no preflight is not answered with the words of a plugin', async () => {
  const answer = await app.inject({ url: '/v1/terminals/enrol', method: 'OPTIONS' });
  expect(answer.statusCode).toBe(204);
  expect(answer.body).toBe('');
});

test.each([
  ['no token', { url: '/v1/sync/items/pull' }, 401, 'unauthorized'],
  ['an unknown address', { url: '/v1/nothing' }, 404, 'notFound'],
  ['an unknown page', { url: '/nothing' }, 404, 'notFound'],
  ['a method that is not there', { url: '/v1/terminals/enrol', method: 'PUT' as const }, 404, 'notFound'],
  [
    'what is no JSON',
    {
      url: '/v1/terminals/enrol',
      method: 'POST' as const,
      payload: '{',
      headers: { 'content-type': 'application/json' },
    },
    400,
    'invalidRequest',
  ],
  [
    'no body at all',
    { url: '/v1/terminals/enrol', method: 'POST' as const, headers: { 'content-type': 'application/json' } },
    400,
    'invalidRequest',
  ],
  [
    'a code that is none',
    { url: '/v1/terminals/enrol', method: 'POST' as const, payload: { code: 'short', name: 'Till' } },
    400,
    'invalidRequest',
  ],
  [
    'another media type',
    {
      url: '/v1/terminals/enrol',
      method: 'POST' as const,
      payload: 'a=b',
      headers: { 'content-type': 'text/csv' },
    },
    415,
    'unsupportedMediaType',
  ],
  [
    'more than fits',
    {
      url: '/v1/terminals/enrol',
      method: 'POST' as const,
      payload: JSON.stringify({ code: 'A'.repeat(5_000_000) }),
      headers: { 'content-type': 'application/json' },
    },
    413,
    'tooLarge',
  ],
])('%s is a problem with a stable code', async (_name, request, status, code) => {
  const answer = await app.inject(request);
  expect(answer.headers['content-type']).toContain('application/problem+json');
  expect(answer.json()).toMatchObject({ status, code });
  expect(answer.statusCode).toBe(status);
});

test('a request that is not understood is told where and why', async () => {
  const answer = await app.inject({
    url: '/v1/terminals/enrol',
    method: 'POST',
    payload: { code: 'no', name: 'Till' },
  });
  expect(answer.json()).toMatchObject({
    detail: 'body/code: is not a pairing code',
    errors: [{ path: 'body/code', message: 'is not a pairing code' }],
  });
});

test('the description lists every route of the wire and names its documents', async () => {
  const document = (await app.inject('/v1/openapi.json')).json();
  const routes = Object.entries(document.paths as Record<string, object>)
    .flatMap(([route, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${route}`))
    .sort();
  expect(routes).toEqual([
    'GET /healthz',
    'GET /metrics',
    'GET /readyz',
    'GET /v1/exceptions',
    'GET /v1/receipts/{number}',
    'GET /v1/sales',
    'GET /v1/sales/{id}',
    'GET /v1/staff',
    'GET /v1/stock/{sku}',
    'GET /v1/sync/stream',
    'GET /v1/sync/{collection}/pull',
    'GET /v1/terminals/pin-secret',
    'POST /v1/exceptions/{id}/resolve',
    'POST /v1/sales/{id}/hand-over',
    'POST /v1/sales/{id}/under-paying',
    'POST /v1/staff',
    'POST /v1/staff/{id}',
    'POST /v1/staff/{id}/pin',
    'POST /v1/sync/{collection}/push',
    'POST /v1/terminals/enrol',
    'POST /v1/terminals/epoch',
    'POST /v1/terminals/heartbeat',
  ]);
  const names = Object.keys(document.components.schemas);
  for (const name of ['Item', 'StockLevel', 'SaleResult', 'Sale', 'ShiftEvent', 'StockCommand', 'Problem'])
    expect(names).toContain(name);
  // Nothing points at a document that is not described.
  for (const [, name] of JSON.stringify(document).matchAll(/#\/components\/schemas\/(\w+)/g))
    expect(names).toContain(name);
  expect((await app.inject('/v1')).body).toContain('POST /v1/terminals/enrol');
});

test('the packaged till may call across origins, a stranger may not', async () => {
  const preflight = (origin: string) =>
    app.inject({
      method: 'OPTIONS',
      url: '/v1/sync/sales/push',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
    });
  expect((await preflight('app://till')).headers['access-control-allow-origin']).toBe('app://till');
  expect((await preflight('https://evil.example')).headers['access-control-allow-origin']).toBeUndefined();
});

test('a till that is not built is said so; a built one is served with a strict policy', async () => {
  const missing = await app.inject('/');
  expect([missing.statusCode, missing.headers['content-type']]).toEqual([503, 'text/html; charset=utf-8']);
  expect(missing.body).toContain('npm run build');

  mkdirSync(path.join(tillDir, 'assets'), { recursive: true });
  writeFileSync(path.join(tillDir, 'index.html'), '<!doctype html><title>Till</title>');
  writeFileSync(path.join(tillDir, 'assets', 'till-abc.js'), 'export {};');
  const page = await app.inject('/');
  expect(page.body).toContain('<title>Till</title>');
  expect(page.headers['cache-control']).toBe('no-cache');
  const policy = String(page.headers['content-security-policy']);
  for (const part of [
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self' data: blob:",
  ])
    expect(policy).toContain(part);
  expect(policy).not.toContain('unsafe');
  const script = await app.inject('/assets/till-abc.js');
  expect(script.statusCode).toBe(200);
  expect(script.headers['cache-control']).toContain('immutable');
  expect((await app.inject('/assets/other.js')).statusCode).toBe(404);
  expect((await app.inject('/../package.json')).statusCode).toBe(404);
});

test('metrics are for this machine', async () => {
  const here = await app.inject('/metrics');
  expect(here.statusCode).toBe(200);
  expect(here.body).toContain('evertill_stock_operations_total');
  const elsewhere = await app.inject({ url: '/metrics', remoteAddress: '192.168.1.20' });
  expect(elsewhere.json()).toMatchObject({ code: 'unauthorized' });
});

test('no token and no code reaches the log', async () => {
  await app.inject({ url: '/v1/sync/items/pull', headers: { authorization: 'Bearer evt_secret' } });
  await app.inject({
    url: '/v1/terminals/enrol',
    method: 'POST',
    payload: { code: 'SECRET77', name: 'Till' },
  });
  app.log.info({ token: 'evt_secret', pairingCode: 'SECRET77', terminal: { token: 'evt_secret' } }, 'a slip');
  expect(logged).toContain('a slip');
  expect(logged).not.toMatch(/evt_secret|SECRET77/);
});
