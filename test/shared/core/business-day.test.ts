import { describe, expect, test } from 'vitest';
import { businessDay } from '../../../shared/core/business-day.ts';

describe('the business day', () => {
  test.each([
    ['2026-11-22T22:59:59Z', 'Europe/Berlin', 0, '2026-11-22'],
    ['2026-11-22T23:00:00Z', 'Europe/Berlin', 0, '2026-11-23'],
    ['2026-11-23T01:30:00Z', 'Europe/Berlin', 4, '2026-11-22'],
    ['2026-11-23T03:00:00Z', 'Europe/Berlin', 4, '2026-11-23'],
    ['2026-11-22T20:00:00Z', 'Pacific/Auckland', 0, '2026-11-23'],
  ])('%s in %s with the day starting at %i is %s', (at, zone, hour, day) => {
    expect(businessDay(at, zone, hour)).toBe(day);
  });
});
