-- A fact left on hand below what is granted: takes grants back, the newest first, and none of a sale under payment whose
-- every line was granted. The slow path: it runs only when there is too little.
--
-- Sees the grants of sales outside the batch in sale_line (and shrinks them there), and those of sales inside it in p_rows,
-- because their old lines are already gone. Answers what it took.
create or replace function shrink_grants(
  p_store int, p_seq bigint, p_rows apply_row[], p_outcomes apply_outcome[], p_op_status text[]
) returns shrunk_grant[]
language plpgsql as $$
declare
  v_taken shrunk_grant[];
begin
  with short as (
    select sku, max(on_hand_after) as on_hand from unnest(p_outcomes) where short group by sku
  ), inside as (
    select r.op, r.sku, max(r.held_seq) as granted_seq,
      least(max(r.keepable), sum(r.wanted)) as granted,
      p_op_status[r.op] = 'underPaying' and not exists (
        select from (select sku, sum(wanted) as wanted, max(held) as held from unnest(p_rows) x
          where x.op = r.op and x.counted group by sku) y
        where y.held < y.wanted) as shielded
    from unnest(p_rows) r
    where r.wanted > 0 and r.counted and r.sku in (select sku from short)
    group by r.op, r.sku
  ), outside as (
    select l.sale_id, l.line_id, l.sku, l.granted_seq, l.granted,
      s.status = 'underPaying' and not exists (
        select from sale_line m
        where m.store_id = p_store and m.sale_id = l.sale_id and m.granted < m.requested) as shielded
    from short
    join sale_line l on l.store_id = p_store and l.sku = short.sku and l.counted and l.granted > 0
    join sale s on s.store_id = l.store_id and s.sale_id = l.sale_id
  ), holders as (
    select op, null::uuid as sale_id, null::text as line_id, sku, granted_seq, granted, shielded from inside
    union all
    select null, sale_id, line_id, sku, granted_seq, granted, shielded from outside
  ), cut as (
    -- The shielded stand first in the queue, then the oldest grant; who stands behind what is on hand loses.
    select h.*,
      case when h.shielded then h.granted
        else least(h.granted, greatest(0, short.on_hand - coalesce(sum(h.granted) over
          (partition by h.sku order by h.shielded desc, h.granted_seq, h.op nulls first, h.sale_id, h.line_id
           rows between unbounded preceding and 1 preceding), 0)))
      end as left_over
    from holders h join short on short.sku = h.sku
  ), lines as (
    update sale_line l set granted = cut.left_over
    from cut
    where cut.sale_id is not null and cut.left_over < cut.granted
      and l.store_id = p_store and l.sale_id = cut.sale_id and l.line_id = cut.line_id
    returning l.sale_id
  ), told as (
    update sale s set result_seq = p_seq
    where s.store_id = p_store and s.sale_id in (select sale_id from lines)
  )
  select array_agg(row(op, sku, granted - left_over)::shrunk_grant) into v_taken
  from cut where left_over < granted;
  return coalesce(v_taken, '{}');
end $$;
