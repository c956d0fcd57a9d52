-- The id that a text is, if it is one.
create or replace function uuid_or_null(p_text text) returns uuid
language sql immutable as $$
  select case when p_text ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' then p_text::uuid end
$$;

-- Opens exceptions, each once, and lets the tills of the sales concerned know.
-- p_cases: [{ cause, kind, sku?, terminal?, quantity?, amount?, detail?, again? }]
-- `again`: this is not the same thing told twice. If the case was resolved, it is open again, and that is on its record.
create or replace function open_exceptions(p_store int, p_seq bigint, p_now timestamptz, p_cases json) returns void
language plpgsql as $$
begin
  with given as (
    select * from json_to_recordset(p_cases)
      c (cause text, kind text, sku text, terminal uuid, quantity bigint, amount bigint, detail json, again boolean)
  ), opened as (
    insert into exception_case (store_id, cause_id, kind, sku, terminal_id, quantity, amount_minor, detail, opened_at)
    select p_store, c.cause, c.kind, coalesce(c.sku, ''), coalesce(c.terminal, s.terminal_id), c.quantity, c.amount, c.detail, p_now
    from given c
    left join lateral (
      select terminal_id from sale where store_id = p_store and sale_id = uuid_or_null(c.cause) limit 1) s on true
    on conflict do nothing
    returning cause_id
  ), reopened as (
    update exception_case e set resolved_at = null
    from given c
    where c.again and e.store_id = p_store and e.cause_id = c.cause and e.kind = c.kind and e.sku = coalesce(c.sku, '')
      and e.resolved_at is not null
    returning e.case_id, e.cause_id
  ), noted as (
    insert into exception_act (store_id, act_id, case_id, act, resolves, by_name, note, seq, at)
    select p_store, md5(case_id::text || '/' || p_seq::text)::uuid, case_id, 'happenedAgain', false, 'server', '', p_seq, p_now
    from reopened
    on conflict do nothing
  )
  update sale set result_seq = p_seq
  where store_id = p_store and result_seq <> p_seq
    and sale_id = any (array(
      select uuid_or_null(cause_id) from opened union all select uuid_or_null(cause_id) from reopened));
end $$;

-- Closes a case by an act that is on its record already, and lets the till of its sale know.
create or replace function close_exception(p_store int, p_seq bigint, p_now timestamptz, p_case uuid) returns void
language sql as $$
  with closed as (
    update exception_case set resolved_at = p_now
    where store_id = p_store and case_id = p_case and resolved_at is null
    returning cause_id
  )
  update sale set result_seq = p_seq
  where store_id = p_store and sale_id = any (array(select uuid_or_null(cause_id) from closed))
$$;

-- What the server itself found out about an open case: written down, and closed.
create or replace function close_by_server(
  p_store int, p_seq bigint, p_now timestamptz, p_cause text, p_kind text, p_act text
) returns void
language plpgsql as $$
declare
  v_case uuid;
begin
  select case_id into v_case from exception_case
  where store_id = p_store and cause_id = p_cause and kind = p_kind and sku = '' and resolved_at is null;
  if v_case is null then return; end if;
  insert into exception_act (store_id, act_id, case_id, act, resolves, by_name, note, seq, at)
  values (p_store, md5(v_case::text || '/' || p_act || '/' || p_seq::text)::uuid, v_case, p_act, true, 'server', '', p_seq, p_now)
  on conflict do nothing;
  perform close_exception(p_store, p_seq, p_now, v_case);
end $$;
