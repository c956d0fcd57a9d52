import { expect, test } from 'vitest';
import { pairingCode } from '../../../shared/sync/protocol.ts';
import { FailedAttempts } from '../../../src-server/terminals/failed-attempts.ts';
import {
  hashPairingCode,
  newPairingCode,
  PAIRING_ALPHABET,
} from '../../../src-server/terminals/pairing-code.ts';
import { hashTerminalToken, newTerminalToken } from '../../../src-server/terminals/terminal-token.ts';

test('pairing codes use the whole alphabet, are understood by the wire and are stored as a hash', () => {
  const codes = Array.from({ length: 500 }, newPairingCode);
  for (const code of codes) expect(pairingCode.parse(code.toLowerCase())).toBe(code);
  expect(new Set(codes.join(''))).toEqual(new Set(PAIRING_ALPHABET));
  expect(new Set(codes).size).toBe(500);
  expect(hashPairingCode(codes[0]!)).toHaveLength(32);
});

test('tokens are different, fit a header and are stored as a hash', () => {
  const token = newTerminalToken();
  expect(token).toMatch(/^evt_[\w-]{43}$/);
  expect(newTerminalToken()).not.toBe(token);
  expect(hashTerminalToken(token)).toHaveLength(32);
});

test('who guesses waits, others do not, and the wait ends', () => {
  const attempts = new FailedAttempts(3, 60_000);
  for (let i = 0; i < 3; i += 1) {
    expect(attempts.waitMs('10.0.0.9', 1000 + i)).toBe(0);
    attempts.failed('10.0.0.9', 1000 + i);
  }
  expect(attempts.waitMs('10.0.0.9', 1_010)).toBe(59_990);
  expect(attempts.waitMs('10.0.0.8', 1_010)).toBe(0);
  expect(attempts.waitMs('10.0.0.9', 61_001)).toBe(0);
});
