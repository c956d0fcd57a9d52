-- Decides the grants of a batch from its lines and the stock as it was: facts first, then what is given back, then grants in
-- the order of arrival by a running sum: granted = what was held, plus as much of the rest as is free after the earlier ones.
-- Writes nothing. All windows share one sort by (sku, op, line_no). The flags spare the caller a look at every row for what is
-- rare: something is short (grants must shrink first), sold beyond stock, or sold and unknown.
drop function if exists decide_grants(apply_row[], bigint);
create or replace function decide_grants(
  p_rows apply_row[], p_seq bigint,
  out outcomes apply_outcome[], out short boolean, out oversold boolean, out unknown boolean, out missing boolean
)
language plpgsql stable as $$
begin
  with kept as (
    -- Several lines of one sale may share a SKU (at different prices): they share what the sale held, in line order.
    select r.*,
      case when r.wanted > 0 and r.counted then
        least(r.wanted, greatest(0, r.keepable - coalesce(sum(r.wanted) over
          (partition by r.sku, r.op order by r.line_no rows between unbounded preceding and 1 preceding), 0)))
      else 0 end as kept,
      case when row_number() over (partition by r.sku, r.op order by r.line_no) = 1 then r.held else 0 end as held_once
    from unnest(p_rows) r
  ), summed as (
    select k.*,
      case when counted then wanted - kept else 0 end as need,
      sum(take) over (partition by sku) as sku_take,
      reserved - sum(held_once - kept) over (partition by sku) as sku_reserved,
      sum(take) over (partition by sku order by op, line_no) as taken_so_far
    from kept k
  ), granted as (
    select s.*,
      case when not counted then wanted
        else kept + least(need, greatest(0, on_hand - sku_take - sku_reserved - coalesce(sum(need) over
          (partition by sku order by op, line_no rows between unbounded preceding and 1 preceding), 0)))
      end as granted
    from summed s
  )
  select array_agg(row(
    op, line_no, line_id, merge_key, sku, take, wanted, granted,
    case when granted > kept then p_seq else held_seq end,
    case when counted then granted else 0 end - held_once,
    case when take > 0 then least(take, greatest(0, taken_so_far - on_hand)) else 0 end,
    counted, known, present, of_sale, on_hand - sku_take,
    sku_reserved > 0 and on_hand - sku_take < sku_reserved
  )::apply_outcome),
    bool_or(sku_reserved > 0 and on_hand - sku_take < sku_reserved),
    bool_or(take > 0 and taken_so_far > on_hand),
    bool_or(of_sale and not known),
    bool_or(of_sale and not present)
  into outcomes, short, oversold, unknown, missing
  from granted;
end $$;
