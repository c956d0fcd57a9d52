import { expect, test } from 'vitest';
import { parseCommandLine } from '../../../src-server/commands/command-line.ts';

const parse = (line: string, env: Record<string, string> = {}) =>
  parseCommandLine(line.split(' ').filter(Boolean), env, '/shop');
const place = { dataDir: '/shop/.evertill/server', databaseUrl: null };

test.each([
  ['', { command: 'serve', port: 7420, host: '127.0.0.1', place }],
  ['demo --port 0', { command: 'demo', port: 0, host: '127.0.0.1', place }],
  ['--host 0.0.0.0', { command: 'serve', port: 7420, host: '0.0.0.0', place }],
  ['pair --store main --data d', { command: 'pair', store: 'main', place: { ...place, dataDir: '/shop/d' } }],
  ['import f.csv --store main --port 1', { command: 'import', file: '/shop/f.csv', store: 'main', place }],
  ['verify', { command: 'verify', store: null, place }],
  ['terminals', { command: 'terminals', store: null, place }],
  ['exceptions --store main', { command: 'exceptions', id: null, store: 'main', all: false, place }],
  ['exceptions 0a1b2c --all', { command: 'exceptions', id: '0a1b2c', store: null, all: true, place }],
  ['kept --all', { command: 'kept', store: null, all: true, place }],
  ['resend-kept 0a1b2c --by Mara', { command: 'resend-kept', id: '0a1b2c', by: 'Mara', note: '', place }],
  ['export-kept 0a1b2c out.json', { command: 'export-kept', id: '0a1b2c', file: '/shop/out.json', place }],
  [
    'resolve 0a1b2c --act writeOff --by Mara --quantity -2 --from north --keep-open',
    {
      ...{ command: 'resolve', id: '0a1b2c', act: 'writeOff', by: 'Mara', note: '', quantity: -2 },
      ...{ sku: null, fromStore: 'north', keepOpen: true, place },
    },
  ],
  ['revoke --store main --terminal t', { command: 'revoke', store: 'main', terminal: 't', place }],
  ['help', { command: 'help', place }],
  ['pair -h', { command: 'help', place }],
])('%s', (line, expected) => {
  expect(parse(line)).toEqual({ ok: true, line: expected });
});

test('a quantity may be written with its sign', () => {
  for (const [written, quantity] of [
    ['-3', -3],
    ['+3', 3],
    ['3', 3],
  ]) {
    expect(parse(`adjust --store main --sku A --quantity ${written} --reason broken`)).toMatchObject({
      ok: true,
      line: { command: 'adjust', quantity, reason: 'broken' },
    });
  }
});

test('environment variables mean the same, options beat them, empty ones are none', () => {
  const env = { EVERTILL_DATA: '/data', EVERTILL_PORT: '9000', DATABASE_URL: 'postgres://db/shop' };
  expect(parse('', env)).toMatchObject({
    line: { port: 9000, place: { dataDir: '/data', databaseUrl: 'postgres://db/shop' } },
  });
  expect(parse('--port 9001 --data /other', env)).toMatchObject({
    line: { port: 9001, place: { dataDir: '/other' } },
  });
  expect(parse('', { EVERTILL_DATA: '', EVERTILL_PORT: '', DATABASE_URL: '' })).toEqual(parse(''));
});

test.each([
  ['sell', 'There is no command "sell".'],
  ['pair', '"pair" wants --store.'],
  ['pair main', '"pair" does not take "main".'],
  ['pair --store main --sku A', '"pair" does not take --sku.'],
  ['import --store main', '"import" wants a file: import FILE --store STORE.'],
  ['import a.csv b.csv --store main', '"import" does not take "b.csv".'],
  ['import a.csv', '"import" wants --store.'],
  ['adjust --store main --sku A --quantity 0 --reason x', '--quantity wants a whole number other than 0'],
  ['adjust --store main --sku A --quantity 1.5 --reason x', '--quantity wants a whole number other than 0'],
  ['adjust --store main --sku A --quantity 1', '"adjust" wants --reason.'],
  ['--port 99999', '--port wants a number from 0 to 65535, not "99999".'],
  ['--prot 1', "Unknown option '--prot'"],
  ['import-journal', 'wants a file or a folder'],
])('%s is refused with what to do', (line, message) => {
  const parsed = parse(line);
  expect(parsed.ok).toBe(false);
  expect(!parsed.ok && parsed.message).toContain(message);
});
