import type { Queryable } from '../../src-server/database/database.ts';
import { effectsOf, type Oracle } from './oracle.ts';
import { type Invariant, Violation } from './violation.ts';

/** What must hold of the server at every moment, from its tables alone (STOCK.md, 1 and 2). */
export async function checkServer(pg: Queryable, nowMs: number, sweptSinceMs: number): Promise<void> {
  const found = await pg.query<{ invariant: Invariant; what: string }>(
    `with wrong (invariant, what) as (
       select '1 on hand = Σ movements', 'on hand of ' || k.sku || ' is ' || k.on_hand || ', its movements say ' || coalesce(m.total, 0)
         from stock k left join (select store_id, sku, sum(quantity) as total from movement group by 1, 2) m
           on m.store_id = k.store_id and m.sku = k.sku
        where k.on_hand <> coalesce(m.total, 0)
       union all
       select '2 reserved = Σ live grants', 'reserved of ' || k.sku || ' is ' || k.reserved || ', its grants say ' || coalesce(g.total, 0)
         from stock k left join (
           select l.store_id, l.sku, sum(l.granted) as total from sale_line l
             join sale s on s.store_id = l.store_id and s.sale_id = l.sale_id and s.reservation_state = 'live'
            where l.counted group by 1, 2) g on g.store_id = k.store_id and g.sku = k.sku
        where k.reserved <> coalesce(g.total, 0)
       union all
       select '1 on hand = Σ movements', 'movements of a SKU without a row: ' || sku from movement m
        where not exists (select from stock k where k.store_id = m.store_id and k.sku = m.sku)
       union all
       select '2 reserved = Σ live grants', 'line ' || l.line_id || ' of ' || l.sale_id || ' holds ' || l.granted || ' of ' || l.requested
         from sale_line l left join sale s on s.store_id = l.store_id and s.sale_id = l.sale_id
        where l.granted > l.requested or s.reservation_state is distinct from 'live'
       union all
       select '2 reserved = Σ live grants', 'sale ' || sale_id || ' is live ' || ($1::timestamptz - expires_at) || ' beyond its end' from sale
        where reservation_state = 'live' and expires_at < $1::timestamptz - $2::bigint * interval '1 ms'
       union all
       select '4 applied exactly once', 'sale ' || s.sale_id || ' moved ' || coalesce(m.total, 0) || ' of ' || coalesce(m.sku, d.sku)
              || ' and says ' || coalesce(d.total, 0)
         from (
           select s.store_id, s.sale_id, line->>'sku' as sku, sum(
             case when (line->>'tracksStock')::boolean is false then 0
                  when (line->>'quantity')::bigint < 0 and line->>'disposition' = 'damaged' then 0
                  else (line->>'quantity')::bigint end) as total
             from sale s, json_array_elements(s.doc->'lines') line where s.status = 'tendered' group by 1, 2, 3) d
         full join (
           select m.store_id, m.cause_id, m.sku, -sum(m.quantity) as total from movement m
            where kind in ('sale', 'return') group by 1, 2, 3) m
           on m.store_id = d.store_id and m.cause_id = d.sale_id and m.sku = d.sku
         left join sale s on s.sale_id = coalesce(d.sale_id, m.cause_id)
        where coalesce(d.total, 0) <> coalesce(m.total, 0) or s.status is distinct from 'tendered')
     select invariant, what from wrong`,
    // The sweeper comes once a second, and not at all while the server is down.
    [new Date(nowMs), 4_000],
  );
  const wrong = found.filter(({ what }) => sweptSinceMs > 6_000 || !what.includes('beyond its end'));
  if (wrong[0]) throw new Violation(wrong[0].invariant, wrong.map(({ what }) => what).join('; '));
}

/** After everything has arrived: each receipt is on the server, once, with the units that it says (STOCK.md, 4 and 5). */
export async function checkReceipts(
  pg: Queryable,
  oracle: Oracle,
  isExcused: (printed: { till: string; storeLife: number; hadJournal: boolean }) => boolean,
): Promise<void> {
  const applied = await pg.query<{ sale_id: string; hash: string; terminal_id: string; sequence: number }>(
    `select sale_id, doc->>'hash' as hash, terminal_id, sequence from sale where status = 'tendered'`,
  );
  const kept = await pg.query<{ body: string }>(`select body from kept_document where collection = 'sales'`);
  const hashes = new Map(applied.map((row) => [row.sale_id, row.hash]));
  const keptHashes = new Set(kept.map(({ body }) => (JSON.parse(body) as { hash?: string }).hash));
  const missing: string[] = [];
  for (const [id, printed] of oracle.printed) {
    const hash = hashes.get(id);
    if (hash === printed.sale.hash || keptHashes.has(printed.sale.hash)) continue;
    if (isExcused(printed)) {
      oracle.count('receipts lost with a disk that nothing else had');
      continue;
    }
    missing.push(
      `${printed.till} sequence ${printed.sale.sequence} (${id})${hash ? ' has another content' : ''}`,
    );
  }
  if (missing.length > 0)
    throw new Violation('5 a receipt arrives', `receipts that the server lacks: ${missing.join(', ')}`);
  for (const [id, { sale }] of oracle.printed) {
    if (!hashes.has(id)) continue;
    const moved = await pg.query<{ sku: string; units: number }>(
      `select sku, -sum(quantity) as units from movement where cause_id = $1 group by sku`,
      [id],
    );
    const units = new Map(moved.map((row) => [row.sku, Number(row.units)]));
    for (const [sku, effect] of effectsOf(sale))
      if ((units.get(sku) ?? 0) !== effect)
        throw new Violation(
          '4 applied exactly once',
          `sale ${id} took ${units.get(sku) ?? 0} of ${sku}, its receipt says ${effect}`,
        );
  }
}

/** Shift events and stock commands are facts like sales: each is on the server, and moved once what it says. */
export async function checkFacts(
  pg: Queryable,
  oracle: Oracle,
  isExcused: (stored: { till: string; storeLife: number; hadJournal: boolean }) => boolean,
): Promise<void> {
  const there = await pg.query<{ id: string }>(
    `select event_id::text as id from shift_event union all select command_id::text from stock_command
     union all select doc_id from kept_document`,
  );
  const moved = await pg.query<{ id: string; sku: string; units: number }>(
    `select cause_id::text as id, sku, sum(quantity) as units from movement where kind in ('receipt', 'adjustment') group by 1, 2`,
  );
  const kept = new Set(
    (await pg.query<{ id: string }>('select doc_id as id from kept_document')).map(({ id }) => id),
  );
  const ids = new Set(there.map(({ id }) => id));
  const units = new Map(moved.map((row) => [`${row.id}/${row.sku}`, Number(row.units)]));
  for (const stored of oracle.facts.values()) {
    const { id, till, collection, moves } = stored;
    if (!ids.has(id)) {
      if (isExcused(stored)) continue;
      throw new Violation(
        '5 a receipt arrives',
        `the server lacks ${collection}/${id}, which ${till} had stored`,
      );
    }
    if (!moves || kept.has(id)) continue;
    const by = units.get(`${id}/${moves.sku}`) ?? 0;
    if (by !== moves.quantity)
      throw new Violation(
        '4 applied exactly once',
        `${collection}/${id} moved ${by} of ${moves.sku} and says ${moves.quantity}`,
      );
  }
}
