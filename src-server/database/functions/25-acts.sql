-- Acts of people on exceptions. Each is a fact of the batch like a receipt or a count: it is applied once by its id, and what
-- it moves goes to the shelf with everything else of the batch. Which act is good for which kind is decided before it comes
-- here (shared/stock/exception-acts.ts); that the case is still open is only known here, under the store's clock.
--
-- p_act: { id, exception, act, moves: none | by | to | later, sku, quantity, otherStore, resolves, by, staff, note }
-- p_facts: what the batch moves already. `moved` is what the act moves, 0 for nothing.
create or replace function record_act(
  p_store int, p_seq bigint, p_now timestamptz, p_act json, p_facts apply_fact[],
  out status text, out code text, out sku text, out moved bigint
)
language plpgsql as $$
#variable_conflict use_column
declare
  a record;
  v_case record;
  v_on_hand bigint;
begin
  moved := 0;
  select * into a from json_to_record(p_act) x (
    id uuid, exception uuid, act text, moves text, sku text, quantity bigint, "otherStore" int, resolves boolean,
    staff uuid, note text);
  if exists (select from exception_act e where e.store_id = p_store and e.act_id = a.id) then
    status := 'repeated';
    return;
  end if;
  status := 'stale';
  select e.case_id, e.cause_id, e.kind, e.resolved_at into v_case from exception_case e
  where e.store_id = p_store and e.case_id = a.exception;
  if v_case.case_id is null then code := 'unknownException'; return; end if;
  if v_case.resolved_at is not null then code := 'alreadyResolved'; return; end if;
  if a.moves = 'later' and exists (
    select from exception_act e where e.store_id = p_store and e.case_id = a.exception and e.act = 'transfer' and e.resolves
      and not exists (select from movement m where m.store_id = p_store and m.cause_id = e.act_id)) then
    code := 'underWay'; return;
  end if;
  if a.moves <> 'none' then
    select s.on_hand + coalesce((select sum(f.quantity) from unnest(p_facts) f where f.sku = a.sku), 0) into v_on_hand
    from stock s where s.store_id = p_store and s.sku = a.sku;
    if v_on_hand is null then code := 'unknownSku'; return; end if;
    moved := case a.moves when 'by' then a.quantity when 'to' then a.quantity - v_on_hand else 0 end;
  end if;
  status := 'applied';
  sku := a.sku;
  insert into exception_act (store_id, act_id, case_id, act, sku, quantity, other_store, resolves, by_name, staff_id, note, seq, at)
  values (p_store, a.id, a.exception, a.act, a.sku, a.quantity, a."otherStore", a.resolves, p_act->>'by', a.staff, a.note, p_seq, p_now);
  if moved <> 0 then
    insert into movement (store_id, cause_id, line_no, seq, sku, kind, quantity, reason, staff_id, at)
    values (p_store, a.id, 0, p_seq, a.sku, case a.moves when 'to' then 'count' else 'adjustment' end, moved,
      a.act || case a.note when '' then '' else ': ' || a.note end, a.staff, p_now);
  end if;
  if a.act = 'setAside' then
    update kept_document set state = 'resolved'
    where store_id = p_store and state = 'open' and coalesce(nullif(doc_id, ''), content_hash) = v_case.cause_id;
    update stock_command set state = 'setAside'
    where store_id = p_store and command_id = uuid_or_null(v_case.cause_id) and state = 'waiting';
  end if;
  if a.resolves and a.moves <> 'later' then perform close_exception(p_store, p_seq, p_now, a.exception); end if;
end $$;

-- One half of a transfer: out of the store that gives, then into the one whose exception it resolves. No transaction spans two
-- stores; both halves are applied once by the act's id, so whoever finds a transfer under way may go on with it.
create or replace function move_transfer(
  p_store int, p_seq bigint, p_now timestamptz, p_half json, out status text, out sku text, out moved bigint
)
language plpgsql as $$
#variable_conflict use_column
declare
  h record;
  v_act record;
begin
  moved := 0;
  select * into h from json_to_record(p_half) x (id uuid, kind text, sku text, quantity bigint, reason text, staff uuid);
  if exists (select from movement m where m.store_id = p_store and m.cause_id = h.id) then
    status := 'repeated';
    return;
  end if;
  status := 'applied';
  sku := h.sku;
  moved := case h.kind when 'transferOut' then -h.quantity else h.quantity end;
  insert into stock (store_id, sku, known, seq) values (p_store, h.sku, false, p_seq) on conflict do nothing;
  insert into movement (store_id, cause_id, line_no, seq, sku, kind, quantity, reason, staff_id, at)
  values (p_store, h.id, 0, p_seq, h.sku, h.kind, moved, h.reason, h.staff, p_now);
  if h.kind = 'transferIn' then
    select e.case_id, e.resolves into v_act from exception_act e where e.store_id = p_store and e.act_id = h.id;
    if v_act.resolves then perform close_exception(p_store, p_seq, p_now, v_act.case_id); end if;
  end if;
end $$;
