-- What came back of these sales beyond what each of their lines sold, as cases for the returning sales: the later one has
-- returned too much. A return that names no line may take from any line of its SKU, and all returns of a SKU together never
-- exceed what was sold of it. What was handed out again, because its return was undone, was sold by another receipt. An
-- original that has not arrived is not judged; it is when it comes.
create or replace function duplicate_returns(p_store int, p_originals uuid[]) returns json
language sql stable as $$
  with original as (
    select s.sale_id, readable_json(s.doc) as doc from sale s
    where s.store_id = p_store and s.sale_id = any (p_originals) and s.status = 'tendered'
      and exists (select from sale_return r where r.store_id = p_store and r.original_sale_id = s.sale_id)
  ), sold as (
    select o.sale_id, line->>'lineId' as line_id, line->>'sku' as sku, sum((line->>'quantity')::bigint) as quantity
    from original o, json_array_elements(o.doc->'lines') line
    where (line->>'quantity')::bigint > 0 and line->>'returnOf' is null
    group by 1, 2, 3
  ), returned as (
    select r.*,
      coalesce((select sum(quantity) from sold where sold.sale_id = r.original_sale_id and sold.sku = r.sku), 0) as sku_sold,
      coalesce((select sum(quantity) from sold
        where sold.sale_id = r.original_sale_id and sold.sku = r.sku and sold.line_id = r.original_line_id), 0) as line_sold,
      sum(r.quantity) over (partition by r.original_sale_id, r.sku order by r.seq, r.sale_id, r.line_no) as sku_returned,
      sum(r.quantity) over (partition by r.original_sale_id, r.sku, r.original_line_id
        order by r.seq, r.sale_id, r.line_no) as line_returned
    from sale_return r
    where r.store_id = p_store and r.original_sale_id in (select sale_id from original)
      and not exists (select from sale_undone u where u.store_id = p_store and u.sale_id = r.sale_id)
  ), beyond as (
    select r.*, least(quantity, greatest(
      sku_returned - sku_sold,
      case when original_line_id is null then 0 else line_returned - line_sold end)) as beyond
    from returned r
  )
  select json_agg(json_build_object('cause', sale_id, 'kind', 'duplicateReturn', 'sku', sku, 'quantity', units, 'detail', detail))
  from (
    select sale_id, sku, sum(beyond)::bigint as units,
      json_build_object('lines', json_agg(json_build_object(
        'originalSaleId', original_sale_id, 'originalLineId', original_line_id, 'returned', quantity, 'beyond', beyond,
        'sold', case when original_line_id is null then sku_sold else line_sold end,
        'returnedBefore', case when original_line_id is null then sku_returned else line_returned end - quantity)
        order by line_no)) as detail
    from beyond where beyond > 0 group by sale_id, sku
  ) x
$$;

-- What a line of a sale's document comes to, in minor units; below zero for what came back. The rule of shared/sale/totals.ts.
create or replace function line_amount_minor(p_line json) returns numeric
language sql immutable as $$
  select round((p_line->>'quantity')::numeric * (p_line->>'unitPriceMinor')::numeric
      / 10 ^ coalesce((p_line->'unit'->>'scale')::int, 0))
    - (p_line->>'discountMinor')::numeric
$$;

-- Returns of these sales that gave back more money for a line than it cost, while no more units of it came back than were sold
-- (those are duplicate_returns'): cases for the later of the returning sales.
create or replace function overpaid_returns(p_store int, p_originals uuid[]) returns json
language sql stable as $$
  with original as (
    select s.sale_id, line->>'lineId' as line_id, (line->>'quantity')::bigint as quantity, line_amount_minor(line) as paid
    from sale s, json_array_elements(readable_json(s.doc)->'lines') line
    where s.store_id = p_store and s.sale_id = any (p_originals) and s.status = 'tendered'
      and exists (select from sale_return r where r.store_id = p_store and r.original_sale_id = s.sale_id)
      and (line->>'quantity')::bigint > 0
  ), returned as (
    select r.sale_id, o.paid, o.quantity as sold, -line_amount_minor(line) as given, line->>'lineId' as line_id,
      sum(-line_amount_minor(line)) over so_far as given_so_far,
      sum(r.quantity) over so_far as returned_so_far
    from sale_return r
    join original o on o.sale_id = r.original_sale_id and o.line_id = r.original_line_id
    join sale s on s.store_id = p_store and s.sale_id = r.sale_id
    cross join lateral (select readable_json(s.doc)->'lines'->r.line_no as line) l
    where r.store_id = p_store
      and not exists (select from sale_undone u where u.store_id = p_store and u.sale_id = r.sale_id)
    window so_far as (partition by r.original_sale_id, r.original_line_id order by r.seq, r.sale_id, r.line_no)
  )
  select json_agg(json_build_object('cause', sale_id, 'kind', 'totalMismatch', 'detail', json_build_object(
    'totalMinor', -given, 'expectedMinor', -expected, 'lineIds', line_ids)))
  from (
    select sale_id, sum(given)::bigint as given, sum(least(given, greatest(0, paid - given_so_far + given)))::bigint as expected,
      (array_agg(line_id order by line_id))[1:20] as line_ids
    from returned where given_so_far > paid and returned_so_far <= sold
    group by sale_id
  ) x
$$;

-- What a first tender leaves behind besides stock: its place in the terminal's chain, its returns, and the exceptions that show
-- only beside other sales. The arrays are those of the whole batch, and p_ops says which of its operations are the tenders.
drop function if exists record_tenders(
  int, bigint, timestamptz, uuid[], uuid[], int[], bigint[], text[], text[], uuid[], boolean, json);
create or replace function record_tenders(
  p_store int, p_seq bigint, p_now timestamptz, p_ops int[],
  p_sale uuid[], p_terminal uuid[], p_epoch int[], p_sequence bigint[], p_previous text[], p_hash text[], p_taken_from uuid[],
  p_taken_over boolean, p_returns json
) returns void
language plpgsql as $$
declare
  v_cases json;
  v_odd boolean;
  v_originals uuid[];
  v_sales uuid[] := array(select p_sale[op] from unnest(p_ops) op);
begin
  -- Nearly always each takes the next place of its chain: what is beside it in the store and in the batch tells. Only where
  -- it does not is it worth while to find out what is wrong.
  select bool_or(q.sequence = t.sequence or t.sequence_before = t.sequence
    or case t.sequence when 1 then t.previous_hash <> repeat('0', 64) end
    or (q.sequence < t.sequence and q.hash <> t.previous_hash) or (q.sequence > t.sequence and q.previous_hash <> t.hash)
    or (t.sequence_before = t.sequence - 1 and t.hash_before <> t.previous_hash))
  into v_odd
  from (
    select p_terminal[op] as terminal_id, p_epoch[op] as epoch, p_sequence[op] as sequence,
      p_previous[op] as previous_hash, p_hash[op] as hash,
      lag(p_sequence[op]) over chain as sequence_before, lag(p_hash[op]) over chain as hash_before
    from unnest(p_ops) op
    window chain as (partition by p_terminal[op], p_epoch[op] order by p_sequence[op])) t
  left join lateral (
    select sequence, previous_hash, hash from sale_sequence q
    where q.store_id = p_store and q.terminal_id = t.terminal_id and q.epoch = t.epoch
      and q.sequence between t.sequence - 1 and t.sequence + 1
    limit 3) q on true;
  if v_odd then
    with tender as (
      select p_sale[op] as sale_id, p_terminal[op] as terminal_id, p_epoch[op] as epoch, p_sequence[op] as sequence,
        p_previous[op] as previous_hash, p_hash[op] as hash
      from unnest(p_ops) op
    ), placed as (
      insert into sale_sequence (store_id, terminal_id, epoch, sequence, sale_id, previous_hash, hash)
      select p_store, terminal_id, epoch, sequence, sale_id, previous_hash, hash from tender
      on conflict do nothing returning sale_id
    )
    select json_agg(json_build_object('cause', sale_id, 'kind', 'duplicateSequence', 'quantity', sequence)) into v_cases
    from tender where sale_id not in (select sale_id from placed);
    if v_cases is not null then perform open_exceptions(p_store, p_seq, p_now, v_cases); end if;

    -- A link that does not fit is the exception of the later sale, whichever of the two arrived first.
    select json_agg(json_build_object('cause', broken, 'kind', 'brokenChain')) into v_cases
    from (
      select case when q.sequence < t.sequence then t.sale_id else q.sale_id end as broken
      from (
        select p_sale[op] as sale_id, p_terminal[op] as terminal_id, p_epoch[op] as epoch, p_sequence[op] as sequence,
          p_previous[op] as previous_hash, p_hash[op] as hash
        from unnest(p_ops) op) t
      cross join lateral (
        select sequence, sale_id, previous_hash, hash from sale_sequence q
        where q.store_id = p_store and q.terminal_id = t.terminal_id and q.epoch = t.epoch
          and q.sequence between t.sequence - 1 and t.sequence + 1
        limit 3) q
      where (q.sequence < t.sequence and q.hash <> t.previous_hash) or (q.sequence > t.sequence and q.previous_hash <> t.hash)
      union
      select p_sale[op] from unnest(p_ops) op where p_sequence[op] = 1 and p_previous[op] <> repeat('0', 64)
    ) x;
    if v_cases is not null then perform open_exceptions(p_store, p_seq, p_now, v_cases); end if;
  else
    insert into sale_sequence (store_id, terminal_id, epoch, sequence, sale_id, previous_hash, hash)
    select p_store, p_terminal[op], p_epoch[op], p_sequence[op], p_sale[op], p_previous[op], p_hash[op] from unnest(p_ops) op;
  end if;

  if p_returns is not null then
    insert into sale_return (store_id, original_sale_id, sale_id, line_no, sku, original_line_id, seq, quantity)
    select p_store, r.original, r.sale, r.line_no, r.sku, r.original_line, p_seq, r.quantity
    from json_to_recordset(p_returns)
      r (sale uuid, line_no int, sku text, original uuid, original_line text, quantity bigint)
    where r.sale = any (v_sales) and r.quantity is not null
    on conflict do nothing;
    -- A row without a quantity: all of the original is undone.
    insert into sale_undone (store_id, sale_id, by_sale_id)
    select p_store, r.original, r.sale from json_to_recordset(p_returns) r (sale uuid, original uuid, quantity bigint)
    where r.sale = any (v_sales) and r.quantity is null
    on conflict do nothing;
  end if;
  -- Returns of this batch, and earlier ones whose original has only now arrived: what came back beyond what was sold.
  if p_returns is not null or exists (
    select from sale_return where store_id = p_store and original_sale_id = any (v_sales)) then
    v_originals := array(
      select unnest(v_sales) union select original from json_to_recordset(coalesce(p_returns, '[]')) x (original uuid));
    v_cases := duplicate_returns(p_store, v_originals);
    if v_cases is not null then perform open_exceptions(p_store, p_seq, p_now, v_cases); end if;
    v_cases := overpaid_returns(p_store, v_originals);
    if v_cases is not null then perform open_exceptions(p_store, p_seq, p_now, v_cases); end if;
  end if;

  -- Both the first and the second till of a handed-over sale were paid.
  if p_taken_over then
    select json_agg(json_build_object('cause', sale_id, 'kind', 'soldTwice')) into v_cases
    from (
      select s.sale_id from sale s
      cross join lateral (
        select status from sale o where o.store_id = p_store and o.sale_id = s.handed_to limit 1) o
      where s.store_id = p_store and s.sale_id = any (v_sales) and o.status = 'tendered'
      union
      select t.sale_id from (select p_sale[op] as sale_id, p_taken_from[op] as taken_from from unnest(p_ops) op) t
      cross join lateral (
        select status from sale o where o.store_id = p_store and o.sale_id = t.taken_from limit 1) o
      where o.status = 'tendered'
    ) x;
    if v_cases is not null then perform open_exceptions(p_store, p_seq, p_now, v_cases); end if;
  end if;
end $$;
