-- The heart: applies one batch of operations on one store, in one transaction, with one pass over sets. The caller (the lane)
-- brings the time, at most one operation a sale, and commits before it answers anyone.
--
-- Operations on sales come as parallel arrays (op is the position, from 1):
--   o_kind 'sale' (a revision, as pushed) or 'expire'. Lines come flat, l_op saying whose they are.
-- They are read by position and not by `unnest`, which copies every array that it is given, column by column.
-- Stock commands and everything rare come as JSON and are handled by functions of their own.
--
-- The store's clock row is locked first. It is the mutex of everything below: whoever writes this store's stock, sales or
-- grants holds it, so the rows themselves need no lock and no order to be safe from each other.
create or replace function apply_batch(
  p_store int, p_now timestamptz,
  o_kind text[], o_sale uuid[], o_terminal uuid[], o_epoch int[], o_revision int[], o_status text[], o_hash text[],
  -- The documents, joined by the record separator, which JSON text cannot contain.
  o_docs text,
  o_sequence bigint[], o_period int[], o_chain_previous text[], o_chain_hash text[], o_taken_from uuid[],
  -- True where at least one line asks for units.
  o_asking boolean[],
  l_op int[], l_no int[], l_id text[], l_sku text[], l_key uuid[], l_quantity bigint[], l_counted boolean[],
  -- Null where the cashier may set the price.
  l_price bigint[],
  -- Stock commands (their op is below zero), what is rare (op above the sales'), returns and what the door saw; null for none.
  p_commands json, p_others json, p_settle boolean, p_returns json, p_seen json
) returns table (op int, status text, code text, granted boolean, detail jsonb)
language plpgsql
-- Plans are made once a connection, perhaps while the tables are empty, so nothing may depend on what the planner believes of
-- their size: every table is entered by the keys of this batch (`= any (array)`), and only rows of the batch are joined, by
-- hashing. A nested loop that looked good on an empty table read the whole table for every batch (measured: 0.21 to 0.44 ms
-- of the database's processor a document in place of 0.13, and more with every sale).
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_nestloop = off
as $$
#variable_conflict use_column
declare
  -- What is to be done with an operation.
  nothing constant smallint := 0;
  asks constant smallint := 1;
  sells constant smallint := 2;
  ends constant smallint := 3;

  v_seq bigint;
  v_mode smallint[];
  v_verdict text[];
  v_code text[];
  v_live boolean[];
  -- True where the store has a row of this sale.
  v_present boolean[];
  v_decided record;
  v_live_sales uuid[] := '{}';
  -- True where a tender concerns a sale that was handed over.
  v_taken_over boolean;
  v_rows apply_row[];
  v_done apply_outcome[];
  v_taken shrunk_grant[] := '{}';
  v_facts apply_fact[] := '{}';
  v_answers json;
  v_cases json;
  v_rare jsonb;
  v_oversold boolean := false;
  v_unknown boolean := false;
  v_missing boolean := false;
  v_partial boolean := false;
  -- Operations that did not get all they asked for.
  v_less int[] := '{}';
  v_docs json[];
  -- Lines of tenders whose price is another than the catalogue's, and that one.
  v_mispriced int[];
  v_catalogue_prices bigint[];
  v_open_ttl interval;
  v_parked_ttl interval;
  v_under_paying_ttl interval;
begin
  -- What needs no look at the store is done before its clock is taken: meanwhile the batch before this one goes on.
  v_docs := string_to_array(o_docs, E'\x1e')::json[];
  -- The catalogue is not the store's, so its clock does not guard it.
  if 'tendered' = any (o_status) then
    select array_agg(n), array_agg(v.price_minor) into v_mispriced, v_catalogue_prices
    from generate_series(1, cardinality(l_op)) n
    join (select sku, price_minor, open_price from variant where sku = any (l_sku)) v on v.sku = l_sku[n]
    where o_status[l_op[n]] = 'tendered' and l_price[n] <> v.price_minor and not v.open_price;
  end if;

  with bumped as (
    update feed_clock set seq = seq + 1 where scope = p_store returning seq
  ), noted as (
    insert into feed_batch (scope, seq, stamp)
    select p_store, seq, floor(random() * 9007199254740991)::bigint from bumped
  )
  select b.seq, coalesce(t.reservation_ttl_ms, 900000) * interval '1 ms',
    coalesce(t.parked_ttl_ms, 86400000) * interval '1 ms', coalesce(t.under_paying_ttl_ms, 600000) * interval '1 ms'
  into strict v_seq, v_open_ttl, v_parked_ttl, v_under_paying_ttl
  from bumped b left join settings t on t.store_id = p_store;

  -- 1. What is each operation to this store? The table of SYNC.md, with tendered above every revision.
  if cardinality(o_kind) > 0 then
    select array_agg(d.verdict order by d.op), array_agg(d.code order by d.op), array_agg(d.live order by d.op),
      array_agg(d.present order by d.op), bool_or(d.taken),
      array_agg(case
        when d.verdict <> 'applied' then nothing
        when d.kind = 'expire' then ends
        when d.status = 'tendered' then sells
        when d.status = 'abandoned' or d.code = 'oldEpoch' then ends
        else asks end order by d.op)
    into v_verdict, v_code, v_live, v_present, v_taken_over, v_mode
    from (
      select o.op, o.kind, o.status, coalesce(s.reservation_state = 'live', false) as live,
        s.sale_id is not null as present,
        o.status = 'tendered' and (o.taken_from is not null or s.handed_to is not null) as taken,
        case
          when o.kind = 'expire' then
            case when s.reservation_state = 'live' and s.expires_at <= p_now then 'applied' else 'stale' end
          when s.sale_id is null then 'applied'
          when s.terminal_id <> o.terminal then 'kept'
          when s.status = 'tendered' then
            case when s.content_hash = o.hash then 'repeated' when o.status = 'tendered' then 'kept' else 'stale' end
          when o.status = 'tendered' then 'applied'
          when s.content_hash = o.hash and s.revision = o.revision then 'repeated'
          when s.status = 'abandoned' or s.reservation_state = 'handedOver' or o.revision <= s.revision then 'stale'
          else 'applied'
        end as verdict,
        case
          when o.kind = 'expire' then null
          when s.terminal_id <> o.terminal then 'foreignSale'
          when s.status = 'tendered' and s.content_hash <> o.hash and o.status = 'tendered' then 'conflictingTender'
          when o.status <> 'tendered' and o.epoch < t.epoch then 'oldEpoch'
        end as code
      from (
        select op, o_kind[op] as kind, o_sale[op] as sale_id, o_terminal[op] as terminal, o_epoch[op] as epoch,
          o_revision[op] as revision, o_status[op] as status, o_hash[op] as hash, o_taken_from[op] as taken_from
        from generate_series(1, cardinality(o_kind)) op
      ) o
      left join (
        select sale_id, terminal_id, revision, status, content_hash, reservation_state, expires_at, handed_to from sale
        where store_id = p_store and sale_id = any (o_sale)
      ) s on s.sale_id = o.sale_id
      left join (select terminal_id, epoch from terminal where terminal_id = any (o_terminal)) t on t.terminal_id = o.terminal
    ) d;
    v_live_sales := array(
      select o_sale[op] from generate_series(1, cardinality(o_kind)) op where v_live[op] and v_mode[op] > nothing);
  end if;
  if p_settle then
    p_commands := (coalesce(p_commands::jsonb, '[]') || coalesce(waiting_counts(p_store)::jsonb, '[]'))::json;
  end if;
  if p_commands is not null then
    select a.facts, a.answers into v_facts, v_answers from accept_stock_commands(p_store, v_seq, p_now, p_commands) a;
  end if;

  -- 2. Every line with what its sale held before (whose rows go: they are written anew) and the stock as it is.
  if cardinality(l_op) > 0 or cardinality(v_live_sales) > 0 or cardinality(v_facts) > 0 then
    with gone as (
      delete from sale_line l where l.store_id = p_store and l.sale_id = any (v_live_sales)
      returning l.sale_id, l.sku, l.granted, l.granted_seq, l.counted
    ), held_by_sku as (
      select o.op, g.sku, sum(g.granted)::bigint as held, max(g.granted_seq) as held_seq
      from gone g join unnest(o_sale) with ordinality o (sale_id, op) on o.sale_id = g.sale_id
      where g.counted group by o.op, g.sku
    ), line as (
      select l_op[n] as op, l_no[n] as line_no, n as line, l_sku[n] as sku,
        l_counted[n] as counted, v_mode[l_op[n]] as mode, l_quantity[n] as quantity, true as of_sale
      from generate_series(1, cardinality(l_op)) n
      where v_mode[l_op[n]] in (asks, sells)
      union all
      select f.op, f.line_no, null, f.sku, true, sells, -f.quantity, false from unnest(v_facts) f
    ), touched as (
      select coalesce(a.op, h.op) as op, coalesce(a.sku, h.sku) as sku, a.line_no, a.line, a.counted, a.mode,
        a.quantity, coalesce(a.of_sale, true) as of_sale, coalesce(h.held, 0) as held, coalesce(h.held_seq, v_seq) as held_seq
      from line a full join held_by_sku h on h.op = a.op and h.sku = a.sku
    )
    select array_agg(row(
      t.op, t.line_no, t.line, t.sku,
      case when t.mode = sells and (not t.of_sale or (t.counted and coalesce(s.tracked, true))) then t.quantity else 0 end,
      case when t.mode = asks then t.quantity else 0 end,
      t.held, t.held, t.held_seq,
      coalesce(not t.of_sale or (t.counted and coalesce(s.tracked, true)), true),
      coalesce(s.on_hand, 0), coalesce(s.reserved, 0), coalesce(s.known, false), s.sku is not null, t.of_sale
    )::apply_row) into v_rows
    from touched t
    left join (
      select sku, on_hand, reserved, tracked, known from stock
      where store_id = p_store and sku = any (array(select sku from touched))
    ) s on s.sku = t.sku;

    -- 3. Facts, releases, grants; in between, if a fact left too little, shrink and decide again.
    v_decided := decide_grants(v_rows, v_seq);
    v_done := v_decided.outcomes;
    v_oversold := v_decided.oversold;
    v_unknown := v_decided.unknown;
    v_missing := v_decided.missing;
    if v_decided.short then
      v_taken := shrink_grants(p_store, v_seq, v_rows, v_done, o_status);
      select array_agg(row(
        r.op, r.line_no, r.line, r.sku, r.take, r.wanted, r.held,
        r.keepable - coalesce(inside.taken, 0), r.held_seq, r.counted, r.on_hand,
        r.reserved - coalesce(outside.taken, 0), r.known, r.present, r.of_sale)::apply_row) into v_rows
      from unnest(v_rows) r
      left join (select x.op, x.sku, sum(x.taken)::bigint as taken from unnest(v_taken) x where x.op is not null group by 1, 2)
        inside on inside.op = r.op and inside.sku = r.sku
      left join (select x.sku, sum(x.taken)::bigint as taken from unnest(v_taken) x where x.op is null group by 1)
        outside on outside.sku = r.sku;
      v_decided := decide_grants(v_rows, v_seq);
      v_done := v_decided.outcomes;
      -- What sales outside the batch had to give.
      update stock s set reserved = s.reserved - t.taken, seq = v_seq
      from (select x.sku, sum(x.taken) as taken from unnest(v_taken) x where x.op is null group by x.sku) t
      where s.store_id = p_store and s.sku = any (array(select x.sku from unnest(v_taken) x)) and s.sku = t.sku;
    end if;
    v_partial := v_decided.partial;

    -- 4. Write: stock by one relative statement, the change log, the ledger, grants.
    if v_missing then
      -- Sold, and nobody knows it: the ledger and on hand begin here.
      insert into stock (store_id, sku, known, seq)
      select distinct p_store, d.sku, false, v_seq
      from unnest(v_done) d where not d.present and d.of_sale and v_mode[d.op] = sells
      on conflict do nothing;
    end if;
    with delta as (
      select d.sku, sum(d.take) as take, sum(d.reserved_delta) as reserved_delta,
        sum(case when d.of_sale then d.take else 0 end) as sold, bool_or(d.take <> 0) as moves
      from unnest(v_done) d
      where d.take <> 0 or d.reserved_delta <> 0
      group by d.sku
    ), changed as (
      update stock s set on_hand = s.on_hand - delta.take, reserved = s.reserved + delta.reserved_delta,
        sold = s.sold + delta.sold, moved = s.moved or delta.moves, seq = v_seq
      from delta
      where s.store_id = p_store and s.sku = any (array(select sku from delta)) and s.sku = delta.sku
      returning s.sku
    )
    insert into stock_change (store_id, seq, sku) select p_store, v_seq, sku from changed;
    if cardinality(v_taken) > 0 then
      insert into stock_change (store_id, seq, sku)
      select distinct p_store, v_seq, t.sku from unnest(v_taken) t where t.op is null
      on conflict do nothing;
    end if;
  end if;

  if asks = any (v_mode) then
    insert into sale_line (store_id, sale_id, line_id, line_no, sku, merge_key, requested, granted, counted, granted_seq,
      terminal_id, epoch)
    select p_store, o_sale[d.op], l_id[d.line], d.line_no, d.sku, l_key[d.line], d.wanted, d.granted, d.counted, d.granted_seq,
      o_terminal[d.op], o_epoch[d.op]
    from unnest(v_done) d where v_mode[d.op] = asks and d.wanted > 0;
  end if;

  if sells = any (v_mode) then
    insert into movement (store_id, cause_id, line_no, seq, sku, kind, quantity, line_id, at)
    select p_store, o_sale[d.op], d.line_no, v_seq, d.sku, case when d.take > 0 then 'sale' else 'return' end, -d.take,
      l_id[d.line], p_now
    from unnest(v_done) d where v_mode[d.op] = sells and d.of_sale and d.take <> 0;

    -- A row for what moved nothing, too: its stock document has to be sent again when the period ends.
    insert into own_sold (store_id, terminal_id, epoch, sku, period, quantity)
    select p_store, o_terminal[d.op], o_epoch[d.op], d.sku, o_period[d.op], sum(d.take)
    from unnest(v_done) d where v_mode[d.op] = sells and d.of_sale and d.line_no is not null
    group by 2, 3, 4, 5
    on conflict (store_id, terminal_id, sku, epoch, period) do update set quantity = own_sold.quantity + excluded.quantity;
  end if;

  -- 5. The sales themselves. Whoever holds the store's clock knows which of them have a row, so neither statement has to find
  -- out by running into the other's: `on conflict` would lock each row and log it before it is written.
  if asks = any (v_mode) or sells = any (v_mode) or ends = any (v_mode) then
    if false = any (v_present) then
      insert into sale (store_id, sale_id, terminal_id, epoch, revision, status, content_hash, doc, reservation_state,
        expires_at, touched_at, applied_at, taken_from, sequence, period, result_seq)
      select p_store, o_sale[op], o_terminal[op], o_epoch[op], o_revision[op], o_status[op], o_hash[op], v_docs[op],
        case when v_mode[op] = sells then 'converted' when v_mode[op] = asks and o_asking[op] then 'live' else 'released' end,
        case when v_mode[op] = asks and o_asking[op] then p_now + case o_status[op]
          when 'parked' then v_parked_ttl when 'underPaying' then v_under_paying_ttl else v_open_ttl end end,
        p_now, p_now, o_taken_from[op], o_sequence[op], o_period[op], v_seq
      from generate_series(1, cardinality(o_kind)) op
      where v_mode[op] > nothing and not v_present[op];
    end if;
    if true = any (v_present) then
      update sale s set
        epoch = o_epoch[op], revision = o_revision[op], status = o_status[op], content_hash = o_hash[op], doc = v_docs[op],
        reservation_state =
          case when v_mode[op] = sells then 'converted' when v_mode[op] = asks and o_asking[op] then 'live' else 'released' end,
        expires_at = case when v_mode[op] = asks and o_asking[op] then p_now + case o_status[op]
          when 'parked' then v_parked_ttl when 'underPaying' then v_under_paying_ttl else v_open_ttl end end,
        touched_at = p_now, applied_at = p_now, sequence = o_sequence[op], period = o_period[op], result_seq = v_seq
      from generate_series(1, cardinality(o_kind)) op
      where s.store_id = p_store and s.sale_id = any (o_sale) and s.sale_id = o_sale[op]
        and o_kind[op] = 'sale' and v_mode[op] > nothing and v_present[op];
    end if;
    if 'expire' = any (o_kind) then
      update sale s set reservation_state = 'expired', expires_at = null, result_seq = v_seq
      where s.store_id = p_store and s.sale_id = any (array(
        select o_sale[op] from generate_series(1, cardinality(o_kind)) op where o_kind[op] = 'expire' and v_mode[op] = ends));
    end if;
  end if;

  -- 6. What a person has to look at. Never a reason to refuse.
  if sells = any (v_mode) then
    perform record_tenders(p_store, v_seq, p_now,
      array(select op from generate_series(1, cardinality(v_mode)) op where v_mode[op] = sells),
      o_sale, o_terminal, o_epoch, o_sequence, o_chain_previous, o_chain_hash, o_taken_from, v_taken_over, p_returns);
    if v_mispriced is not null then
      select json_agg(json_build_object('cause', o_sale[l_op[n]], 'kind', 'priceMismatch', 'sku', l_sku[n],
        'amount', l_price[n], 'detail', json_build_object('expectedMinor', expected)))
      into v_cases
      from unnest(v_mispriced, v_catalogue_prices) x (n, expected)
      where v_mode[l_op[n]] = sells;
      if v_cases is not null then perform open_exceptions(p_store, v_seq, p_now, v_cases); end if;
    end if;
  end if;
  if v_oversold then
    perform open_exceptions(p_store, v_seq, p_now, (
      select json_agg(json_build_object('cause', c.cause, 'kind', 'oversold', 'sku', c.sku, 'quantity', c.quantity))
      from (
        select coalesce(o_sale[d.op]::text, command.id) as cause, d.sku, sum(d.shortfall) as quantity
        from unnest(v_done) d
        left join json_to_recordset(coalesce(p_commands, '[]')) command (op int, id text) on command.op = d.op and d.op < 0
        where d.shortfall > 0 group by 1, 2) c));
  end if;
  if v_unknown and sells = any (v_mode) then
    select json_agg(json_build_object('cause', c.cause, 'kind', 'unknownSku', 'sku', c.sku, 'quantity', c.quantity)) into v_cases
    from (
      select o_sale[d.op] as cause, d.sku, sum(abs(d.take)) as quantity
      from unnest(v_done) d where v_mode[d.op] = sells and d.of_sale and not d.known and d.line_no is not null group by 1, 2) c;
    if v_cases is not null then perform open_exceptions(p_store, v_seq, p_now, v_cases); end if;
  end if;
  if p_seen is not null then
    select json_agg(json_build_object('cause', o_sale[e.op], 'kind', e.kind, 'detail', e.detail)) into v_cases
    from json_to_recordset(p_seen) e (op int, kind text, detail json) where v_mode[e.op] = sells;
    if v_cases is not null then perform open_exceptions(p_store, v_seq, p_now, v_cases); end if;
  end if;
  if 'kept' = any (v_verdict) then
    perform apply_rare(p_store, v_seq, p_now, (
      select json_agg(json_build_object('op', o.op, 'kind', 'keep', 'id', o.sale_id, 'hash', o.hash, 'terminal', o.terminal,
        'epoch', o.epoch, 'body', o.doc::text, 'collection', 'sales', 'revision', o.revision, 'reason', o.code,
        'sequence', o.sequence))
      from (
        select op, v_verdict[op] as verdict, v_code[op] as code, o_sale[op] as sale_id, o_hash[op] as hash,
          o_terminal[op] as terminal, o_epoch[op] as epoch, v_docs[op] as doc, o_revision[op] as revision,
          o_sequence[op] as sequence
        from generate_series(1, cardinality(o_kind)) op) o
      where o.verdict = 'kept'), v_open_ttl, v_parked_ttl, v_under_paying_ttl);
  end if;
  if p_others is not null then
    v_rare := apply_rare(p_store, v_seq, p_now, p_others, v_open_ttl, v_parked_ttl, v_under_paying_ttl);
  end if;

  if v_partial then
    v_less := array(select d.op from unnest(v_done) d where d.granted < d.wanted);
  end if;
  return query
    select n, v_verdict[n], v_code[n], n <> all (v_less), null::jsonb from generate_series(1, cardinality(v_verdict)) n;
  if v_answers is not null or v_rare is not null then
    return query
      select a.op, a.status, a.code, null::boolean, a.detail
      from jsonb_to_recordset(coalesce(v_answers::jsonb, '[]') || coalesce(v_rare, '[]'))
        a (op int, status text, code text, detail jsonb);
  end if;
end $$;
