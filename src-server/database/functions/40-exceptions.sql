-- The id that a text is, if it is one.
create or replace function uuid_or_null(p_text text) returns uuid
language sql immutable as $$
  select case when p_text ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' then p_text::uuid end
$$;

-- Opens exceptions, each once, and lets the tills of the sales concerned know.
-- p_cases: [{ cause, kind, sku?, terminal?, quantity?, amount?, detail? }]
create or replace function open_exceptions(p_store int, p_seq bigint, p_now timestamptz, p_cases json) returns void
language plpgsql as $$
begin
  with opened as (
    insert into exception_case (store_id, cause_id, kind, sku, terminal_id, quantity, amount_minor, detail, opened_at)
    select p_store, c.cause, c.kind, coalesce(c.sku, ''), coalesce(c.terminal, s.terminal_id), c.quantity, c.amount, c.detail, p_now
    from json_to_recordset(p_cases)
      c (cause text, kind text, sku text, terminal uuid, quantity bigint, amount bigint, detail json)
    left join lateral (
      select terminal_id from sale where store_id = p_store and sale_id = uuid_or_null(c.cause) limit 1) s on true
    on conflict do nothing
    returning cause_id
  )
  update sale set result_seq = p_seq
  where store_id = p_store and result_seq <> p_seq
    and sale_id = any (array(select uuid_or_null(cause_id) from opened));
end $$;
