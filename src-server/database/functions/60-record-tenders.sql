-- What a first tender leaves behind besides stock: its place in the terminal's chain, its returns, and the exceptions that show
-- only beside other sales.
create or replace function record_tenders(
  p_store int, p_seq bigint, p_now timestamptz,
  p_sale uuid[], p_terminal uuid[], p_epoch int[], p_sequence bigint[], p_previous text[], p_hash text[], p_taken_from uuid[],
  p_taken_over boolean, p_returns json
) returns void
language plpgsql as $$
declare
  v_cases json;
begin
  with tender as (
    select * from unnest(p_sale, p_terminal, p_epoch, p_sequence, p_previous, p_hash)
      t (sale_id, terminal_id, epoch, sequence, previous_hash, hash)
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
    select t.sale_id as broken
    from unnest(p_sale, p_terminal, p_epoch, p_sequence, p_previous) t (sale_id, terminal_id, epoch, sequence, previous_hash)
    cross join lateral (
      select hash from sale_sequence q
      where q.store_id = p_store and q.terminal_id = t.terminal_id and q.epoch = t.epoch and q.sequence = t.sequence - 1
      limit 1) q
    where q.hash <> t.previous_hash
    union
    select q.sale_id
    from unnest(p_terminal, p_epoch, p_sequence, p_hash) t (terminal_id, epoch, sequence, hash)
    cross join lateral (
      select sale_id, previous_hash from sale_sequence q
      where q.store_id = p_store and q.terminal_id = t.terminal_id and q.epoch = t.epoch and q.sequence = t.sequence + 1
      limit 1) q
    where q.previous_hash <> t.hash
    union
    select t.sale_id from unnest(p_sale, p_sequence, p_previous) t (sale_id, sequence, previous_hash)
    where t.sequence = 1 and t.previous_hash <> repeat('0', 64)
  ) x;
  if v_cases is not null then perform open_exceptions(p_store, p_seq, p_now, v_cases); end if;

  if p_returns is not null then
    insert into sale_return (store_id, original_sale_id, sale_id, line_no, sku, original_line_id, seq, quantity)
    select p_store, r.original, r.sale, r.line_no, r.sku, r.original_line, p_seq, r.quantity
    from json_to_recordset(p_returns)
      r (sale uuid, line_no int, sku text, original uuid, original_line text, quantity bigint)
    where r.sale = any (p_sale)
    on conflict do nothing;
  end if;
  -- Returns of this batch, and earlier ones whose original has only now arrived: what came back beyond what was sold.
  if exists (select from sale_return where store_id = p_store and original_sale_id = any (p_sale)) or p_returns is not null then
    select json_agg(json_build_object('cause', sale_id, 'kind', 'duplicateReturn', 'sku', sku,
      'quantity', least(returned, beyond))) into v_cases
    from (
      select r.sale_id, r.sku, sum(r.quantity) as returned,
        sum(sum(r.quantity)) over (partition by r.original_sale_id, r.sku order by r.seq, r.sale_id) - max(o.sold) as beyond
      from sale_return r
      join lateral (
        select coalesce(sum((line->>'quantity')::bigint) filter (where (line->>'quantity')::bigint > 0), 0) as sold
        from sale s, json_array_elements(readable_json(s.doc)->'lines') line
        where s.store_id = p_store and s.sale_id = r.original_sale_id and s.status = 'tendered' and line->>'sku' = r.sku
        having count(s.sale_id) > 0 or exists (
          select from sale s where s.store_id = p_store and s.sale_id = r.original_sale_id and s.status = 'tendered')
      ) o on true
      where r.store_id = p_store and (
        r.original_sale_id = any (p_sale) or r.original_sale_id in (
          select original from json_to_recordset(coalesce(p_returns, '[]')) x (original uuid)))
      group by r.original_sale_id, r.seq, r.sale_id, r.sku
    ) x where beyond > 0;
    if v_cases is not null then perform open_exceptions(p_store, p_seq, p_now, v_cases); end if;
  end if;

  -- Both the first and the second till of a handed-over sale were paid.
  if p_taken_over then
    select json_agg(json_build_object('cause', sale_id, 'kind', 'soldTwice')) into v_cases
    from (
      select s.sale_id from sale s
      cross join lateral (
        select status from sale o where o.store_id = p_store and o.sale_id = s.handed_to limit 1) o
      where s.store_id = p_store and s.sale_id = any (p_sale) and o.status = 'tendered'
      union
      select t.sale_id from unnest(p_sale, p_taken_from) t (sale_id, taken_from)
      cross join lateral (
        select status from sale o where o.store_id = p_store and o.sale_id = t.taken_from limit 1) o
      where o.status = 'tendered'
    ) x;
    if v_cases is not null then perform open_exceptions(p_store, p_seq, p_now, v_cases); end if;
  end if;
end $$;
