import { createHash } from 'node:crypto';
import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { sha256Bytes, sha256Hex } from '../../../src-renderer/database/sha256.ts';

test.prop([fc.uint8Array({ maxLength: 300 })])('is what every other SHA-256 says, for any bytes', (bytes) => {
  expect(Buffer.from(sha256Bytes(bytes)).toString('hex')).toBe(
    createHash('sha256').update(bytes).digest('hex'),
  );
});

test.prop([fc.string({ unit: 'grapheme', maxLength: 100 })])('hashes the UTF-8 of a text', async (text) => {
  expect(await sha256Hex(text)).toBe(createHash('sha256').update(text, 'utf8').digest('hex'));
});
