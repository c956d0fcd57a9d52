import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { uuid } from '../../../shared/core/scalars.ts';
import { isUuid, uuidV7 } from '../../../shared/core/uuid.ts';

const randomBytes = fc.uint8Array({ minLength: 10, maxLength: 10 });

describe('UUIDv7', () => {
  test.prop([fc.nat({ max: 2 ** 40 }), randomBytes])(
    'carries version 7, the RFC variant and its time',
    (at, random) => {
      const id = uuidV7(at, random);
      expect(isUuid(id)).toBe(true);
      expect(uuid.safeParse(id).success).toBe(true);
      expect(id[14]).toBe('7');
      expect('89ab').toContain(id[19]);
      expect(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)).toBe(at);
    },
  );

  test.prop([fc.nat({ max: 2 ** 40 }), fc.integer({ min: 1, max: 1e6 }), randomBytes, randomBytes])(
    'sorts by age',
    (at, later, a, b) => {
      expect(uuidV7(at, a) < uuidV7(at + later, b)).toBe(true);
    },
  );
});
