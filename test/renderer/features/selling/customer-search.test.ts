import { describe, expect, it } from 'vitest';
import type { OfficeRequest } from '../../../../shared/office/office-request.ts';
import { customersKnown, customersLike } from '../../../../src-renderer/features/selling/customer-search.ts';

const id = (n: number) => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const customer = (n: number, name: string, more = {}) => ({
  ...{ id: id(n), name, active: true, version: n },
  ...more,
});
const office = [
  customer(1, 'Ada Lovelace', { email: 'ada@example.org', phone: '+49 30 123-456' }),
  customer(2, 'Jürgen Müller', { taxNumber: 'DE123456789' }),
  customer(3, 'Gone Away', { active: false }),
];
const opened = (n: number, name: string): OfficeRequest => ({
  ...{ id: id(n), terminalId: id(90), staffId: id(91), at: '2026-11-23T10:00:00.000Z' },
  ...{ kind: 'newCustomer', customer: { name } },
});

describe('customers at the till', () => {
  it('are those of head office that are active, and those opened here, once', () => {
    const known = customersKnown(office, [opened(9, 'Grace Hopper'), opened(1, 'Ada Lovelace')]);
    expect(known.map(({ name }) => name)).toEqual(['Grace Hopper', 'Ada Lovelace', 'Jürgen Müller']);
  });

  it.each([
    ['ada', ['Ada Lovelace']],
    ['muller', ['Jürgen Müller']],
    ['MÜLLER jür', ['Jürgen Müller']],
    ['30123', ['Ada Lovelace']],
    ['123 456', ['Ada Lovelace', 'Jürgen Müller']],
    ['de1234', ['Jürgen Müller']],
    ['nobody', []],
    ['', ['Ada Lovelace', 'Jürgen Müller']],
  ])('%s finds %j', (text, names) => {
    expect(customersLike(customersKnown(office, []), text).map(({ name }) => name)).toEqual(names);
  });

  it('are looked through fast enough to type', () => {
    const many = Array.from({ length: 20_000 }, (_, n) => customer(n, `Customer ${n}`));
    const startedAtMs = performance.now();
    expect(customersLike(many, 'customer 19999')).toHaveLength(1);
    expect(performance.now() - startedAtMs).toBeLessThan(500);
  });
});
