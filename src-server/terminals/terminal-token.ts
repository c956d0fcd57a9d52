import { createHash, randomBytes } from 'node:crypto';

/** A terminal's bearer token: 256 random bits behind a prefix that secret scanners can be taught. */
export function newTerminalToken(): string {
  return `evt_${randomBytes(32).toString('base64url')}`;
}

/** What is stored of a token. It is random, so it needs no slow hash. */
export function hashTerminalToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
