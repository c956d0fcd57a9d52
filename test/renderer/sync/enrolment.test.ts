import { expect, it } from 'vitest';
import { normalizeServerUrl } from '../../../src-renderer/sync/enrolment.ts';

it.each([
  ['shop-server:7420', 'http://shop-server:7420'],
  [' https://shop.example/ ', 'https://shop.example'],
  ['http://192.168.1.5:7420/till?x=1', 'http://192.168.1.5:7420'],
  ['localhost', 'http://localhost'],
  ['ftp://shop', null],
  ['http://', null],
  ['', null],
  ['two words', null],
])('an address typed as "%s" is %s', (typed, expected) => {
  expect(normalizeServerUrl(typed)).toBe(expected);
});
