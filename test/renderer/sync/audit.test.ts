import { describe, expect, it } from 'vitest';
import type { Sale } from '../../../shared/sale/sale.ts';
import type { SaleResult } from '../../../shared/stock/reservation.ts';
import { type AuditFacts, decideResends } from '../../../src-renderer/sync/audit.ts';

const NOW = new Date('2026-11-22T12:00:00.000Z');
const agoMs = (ms: number) => new Date(NOW.getTime() - ms).toISOString();

const sale = (status: Sale['status'], revision: number) =>
  ({ id: 's', status, revision, lines: [] }) as unknown as Sale;
const result = (revision: number, appliedAt: string | null = null) => ({ revision, appliedAt }) as SaleResult;

interface Case {
  readonly name: string;
  readonly sale: Sale;
  readonly result: SaleResult | null;
  readonly heard?: { status: string; revision: number };
  readonly storedAt?: string;
  readonly resent: boolean;
}

const audit = ({ sale: one, result: answered, heard, storedAt }: Case, over: Partial<AuditFacts> = {}) =>
  decideResends({
    documents: [{ collection: 'sales', id: one.id, storedAt: storedAt ?? agoMs(60_000) }],
    saleOf: () => one,
    resultOf: () => answered,
    heard: (collection) => (collection === 'sales' ? heard : undefined),
    now: NOW,
    graceMs: 10_000,
    ...over,
  });

describe('what the audit sends again', () => {
  it.each<Case>([
    { name: 'a sale without any answer', sale: sale('open', 3), result: null, resent: true },
    {
      name: 'a sale whose newest revision is answered',
      sale: sale('open', 3),
      result: result(3),
      resent: false,
    },
    {
      name: 'a sale whose older revision is answered',
      sale: sale('parked', 3),
      result: result(2),
      resent: true,
    },
    {
      name: 'an abandoned sale that the server still holds',
      sale: sale('abandoned', 4),
      result: result(3),
      resent: true,
    },
    {
      name: 'a tendered sale that is not applied',
      sale: sale('tendered', 4),
      result: result(4),
      resent: true,
    },
    {
      name: 'a tendered sale that is applied',
      sale: sale('tendered', 4),
      result: result(4, agoMs(1)),
      resent: false,
    },
    {
      name: 'a tendered sale that was applied as another revision',
      sale: sale('tendered', 4),
      result: result(3, agoMs(1)),
      resent: false,
    },
    {
      name: 'a revision that the server keeps for a person',
      sale: sale('open', 3),
      result: null,
      heard: { status: 'kept', revision: 3 },
      resent: false,
    },
    {
      name: 'a later revision of what the server keeps',
      sale: sale('open', 4),
      result: null,
      heard: { status: 'kept', revision: 3 },
      resent: true,
    },
    {
      name: 'a sale of the terminal that this one replaced, which was applied',
      sale: sale('tendered', 3),
      result: null,
      heard: { status: 'applied', revision: 3 },
      resent: false,
    },
    {
      name: 'a sale of a moment ago',
      sale: sale('open', 3),
      result: null,
      storedAt: agoMs(2000),
      resent: false,
    },
    {
      name: 'a sale from the future of a clock that was set back',
      sale: sale('tendered', 3),
      result: null,
      storedAt: agoMs(-86_400_000),
      resent: true,
    },
  ])('$name: $resent', (given) => {
    expect(audit(given).sales).toEqual(given.resent ? ['s'] : []);
  });

  it('sends facts again until they were answered, whatever the answer', () => {
    const documents = [
      { collection: 'shifts' as const, id: 'a', storedAt: agoMs(60_000) },
      { collection: 'shifts' as const, id: 'b', storedAt: agoMs(60_000) },
      { collection: 'stockCommands' as const, id: 'c', storedAt: agoMs(60_000) },
    ];
    const none: Case = { name: '', sale: sale('open', 1), result: result(1), resent: false };
    const heard = (_collection: string, id: string) =>
      id === 'b' ? { status: 'kept', revision: 1 } : undefined;
    expect(audit(none, { documents, heard })).toEqual({
      sales: [],
      shifts: ['a'],
      stockCommands: ['c'],
      officeRequests: [],
    });
  });
});
