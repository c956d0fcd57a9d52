-- Decides the grants of a batch from its lines and the stock as it was: facts first, then what is given back, then grants in
-- the order of arrival by a running sum: granted = what was held, plus as much of the rest as is free after the earlier ones.
-- Writes nothing. All windows share one sort by (sku, op, line_no). The flags spare the caller a look at every row for what is
-- rare: something is short (grants must shrink first), sold beyond stock, sold and unknown, or granted in part.
drop function if exists decide_grants(apply_row[], bigint);
create or replace function decide_grants(
  p_rows apply_row[], p_seq bigint,
  out outcomes apply_outcome[], out short boolean, out oversold boolean, out unknown boolean, out missing boolean,
  out partial boolean
)
language plpgsql stable as $$
begin
  with placed as (
    select r.*,
      coalesce(sum(r.wanted) over before, 0) as wanted_before, count(*) over before = 0 as first_of_sale
    from unnest(p_rows) r
    window before as (partition by r.sku, r.op order by r.line_no rows between unbounded preceding and 1 preceding)
  ), kept as (
    -- Several lines of one sale may share a SKU (at different prices): they share what the sale held, in line order.
    select p.*,
      case when wanted > 0 and counted then least(wanted, greatest(0, keepable - wanted_before)) else 0 end as kept,
      case when first_of_sale then held else 0 end as held_once
    from placed p
  ), summed as (
    select k.*,
      case when counted then wanted - kept else 0 end as need,
      coalesce(sum(case when counted then wanted - kept else 0 end) over before, 0) as need_before,
      coalesce(sum(take) over before, 0) + take as taken_so_far,
      sum(take) over of_sku as sku_take,
      reserved - sum(held_once - kept) over of_sku as sku_reserved
    from kept k
    window of_sku as (partition by sku),
      before as (partition by sku order by op, line_no rows between unbounded preceding and 1 preceding)
  ), granted as (
    select s.*,
      case when not counted then wanted
        else kept + least(need, greatest(0, on_hand - sku_take - sku_reserved - need_before))
      end as granted
    from summed s
  )
  select array_agg(row(
    op, line_no, line, sku, take, wanted, granted,
    case when granted > kept then p_seq else held_seq end,
    case when counted then granted else 0 end - held_once,
    case when take > 0 then least(take, greatest(0, taken_so_far - on_hand)) else 0 end,
    counted, known, present, of_sale, on_hand - sku_take,
    sku_reserved > 0 and on_hand - sku_take < sku_reserved
  )::apply_outcome),
    bool_or(sku_reserved > 0 and on_hand - sku_take < sku_reserved),
    bool_or(take > 0 and taken_so_far > on_hand),
    bool_or(of_sale and not known),
    bool_or(of_sale and not present),
    bool_or(granted < wanted)
  into outcomes, short, oversold, unknown, missing, partial
  from granted;
end $$;
