import { expect, test } from 'vitest';
import {
  CONTENT_SECURITY_POLICY,
  isTillAddress,
  mayRequest,
  serverOrigin,
} from '../../src-main/electron/request-policy.ts';

const servers = ['http://shop.local:7420'];
const paired = { servers, unpaired: false };
const fresh = { servers: [], unpaired: true };

test.for([
  'app://till/',
  'app://till/assets/index.js',
  'data:image/png;base64,AA==',
  'blob:app://till/0190',
  'http://shop.local:7420/v1/sync/items/pull?limit=1',
])('the window may ask for %s', (address) => {
  expect(mayRequest(address, paired)).toBe(true);
});

test.for([
  'https://shop.local:7420/',
  'http://shop.local:7421/',
  'http://shop.local.evil.example:7420/',
  'http://shop.local:7420@evil.example/',
  'https://evil.example/',
  'file:///etc/passwd',
  'app://display/',
  'app://till.evil/',
  'app://till:80/',
  'blob:https://evil.example/0190',
  'javascript:alert(1)',
  'ftp://shop.local:7420/',
  '',
])('the window may not ask for %s', (address) => {
  expect(mayRequest(address, paired)).toBe(false);
});

test('a till without a server may ask any server to take it in, and for nothing else', () => {
  expect(mayRequest('http://new.local:7420/v1/terminals/enrol', fresh)).toBe(true);
  expect(mayRequest('http://new.local:7420/v1/terminals/enrol', paired)).toBe(false);
  expect(mayRequest('http://new.local:7420/v1/terminals/enrol?secret=1', fresh)).toBe(false);
  expect(mayRequest('http://new.local:7420/v1/sync/items/pull', fresh)).toBe(false);
  expect(mayRequest('file:///v1/terminals/enrol', fresh)).toBe(false);
});

test('a page address is the till’s or it is not', () => {
  expect(isTillAddress('app://till/#x')).toBe(true);
  expect(['app://other/', 'https://till/', 'nonsense'].map(isTillAddress)).toEqual([false, false, false]);
});

test('a server is named by its origin', () => {
  expect(serverOrigin('http://Shop.local:7420/some/path?x')).toBe('http://shop.local:7420');
  expect(['', null, undefined, 'shop.local:7420', 'file:///x', 'javascript:1'].map(serverOrigin)).toEqual([
    null,
    null,
    null,
    null,
    null,
    null,
  ]);
});

test('the policy lets nothing run that the till did not bring', () => {
  expect(CONTENT_SECURITY_POLICY).toContain("default-src 'none'");
  expect(CONTENT_SECURITY_POLICY).toContain("script-src 'self';");
  expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe|\*/);
});
