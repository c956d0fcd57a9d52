-- Operations that are few: one after the other, after the sales of their batch.

-- Sends the stock documents of these SKUs again, to everyone.
create or replace function touch_stock(p_store int, p_seq bigint, p_skus text[]) returns void
language sql as $$
  with touched as (
    update stock set seq = p_seq where store_id = p_store and sku = any (p_skus) returning sku
  )
  insert into stock_change (store_id, seq, sku) select p_store, p_seq, sku from touched on conflict do nothing
$$;

-- A Z ends its period for `soldHere` when every sale up to its last sequence is applied or kept; until then it waits.
drop function if exists raise_periods(int, bigint);
create or replace function raise_periods(p_store int, p_seq bigint, p_now timestamptz) returns int
language plpgsql as $$
declare
  z record;
  v_skus text[];
  v_raised int := 0;
begin
  for z in
    select event_id, terminal_id, epoch, period, last_sequence from shift_event
    where waiting and store_id = p_store order by period
  loop
    continue when not count_is_complete(p_store, z.terminal_id, z.epoch, z.last_sequence);
    insert into terminal_epoch (store_id, terminal_id, epoch, period)
    values (p_store, z.terminal_id, z.epoch, z.period + 1)
    on conflict (store_id, terminal_id, epoch) do update set period = greatest(terminal_epoch.period, excluded.period);
    with ended as (
      delete from own_sold o
      where o.store_id = p_store and o.terminal_id = z.terminal_id and o.epoch = z.epoch and o.period <= z.period
      returning o.sku
    )
    select array_agg(distinct sku) into v_skus from ended;
    perform touch_stock(p_store, p_seq, coalesce(v_skus, '{}'));
    update shift_event set waiting = false where store_id = p_store and event_id = z.event_id;
    perform close_by_server(p_store, p_seq, p_now, z.event_id::text, 'waitingZ', 'salesArrived');
    v_raised := v_raised + 1;
  end loop;
  return v_raised;
end $$;

-- A terminal begins a new epoch: what its older one holds and sold is from now on someone else's to it.
create or replace function begin_epoch(p_store int, p_seq bigint, p_terminal uuid, p_epoch int) returns void
language plpgsql as $$
declare
  v_skus text[];
begin
  -- Without a head: with that of the old epoch, the new one, which begins at 0, would look like a store that went back again.
  update terminal set epoch = p_epoch, instance = null, head_sequence = null, head_hash = null where terminal_id = p_terminal;
  with ended as (
    delete from own_sold o where o.store_id = p_store and o.terminal_id = p_terminal and o.epoch < p_epoch returning o.sku
  )
  select array_agg(sku) into v_skus from (
    select sku from ended
    union
    select sku from sale_line where store_id = p_store and terminal_id = p_terminal
  ) x;
  perform touch_stock(p_store, p_seq, coalesce(v_skus, '{}'));
end $$;

-- Kept documents that are settled without a person: their id was applied after all, mended by its till or understood by a newer
-- server. What contradicts an applied one stays for a person.
create or replace view kept_document_overtaken as
  select k.store_id, k.kept_id, coalesce(nullif(k.doc_id, ''), k.content_hash) as cause_id
  from kept_document k
  where k.state = 'open' and k.reason not like 'conflicting%' and k.reason not like 'foreign%' and (
    (k.collection = 'sales' and exists (
      select from sale s where s.store_id = k.store_id and s.sale_id = uuid_or_null(k.doc_id)
        and s.revision > 0 and s.revision >= k.revision and (k.sequence is null or s.status = 'tendered')))
    or (k.collection = 'shifts' and exists (
      select from shift_event e where e.store_id = k.store_id and e.event_id = uuid_or_null(k.doc_id)))
    or (k.collection = 'officeRequests' and exists (
      select from office_request q where q.store_id = k.store_id and q.request_id = uuid_or_null(k.doc_id)))
    or (k.collection = 'stockCommands' and exists (
      select from stock_command c where c.store_id = k.store_id and c.command_id = uuid_or_null(k.doc_id))));

create or replace function settle_kept(p_store int, p_seq bigint, p_now timestamptz) returns int
language plpgsql as $$
declare
  k record;
  v_settled int := 0;
begin
  for k in select * from kept_document_overtaken o where o.store_id = p_store loop
    update kept_document set state = 'resolved' where store_id = p_store and kept_id = k.kept_id;
    if not exists (
      select from kept_document o
      where o.store_id = p_store and o.state = 'open' and coalesce(nullif(o.doc_id, ''), o.content_hash) = k.cause_id) then
      perform close_by_server(p_store, p_seq, p_now, k.cause_id, 'keptDocument', 'appliedAfterAll');
    end if;
    v_settled := v_settled + 1;
  end loop;
  return v_settled;
end $$;

-- The stores in which something waits that need not wait any more: a batch a second for what still has to wait would be a
-- batch a second for nothing.
drop function if exists stores_to_settle(timestamptz);
-- p_kept: look at the kept documents, too, of which there may be many and for none of which a second matters.
create or replace function stores_to_settle(p_now timestamptz, p_kept boolean) returns setof int
language sql stable as $$
  select store_id from shift_event
  where waiting and count_is_complete(store_id, terminal_id, epoch, last_sequence)
  union
  select c.store_id from stock_command c
  where c.state = 'waiting' and (
    count_is_complete(c.store_id, c.terminal_id, coalesce(c.epoch, 1), (readable_json(c.doc)->>'afterSequence')::bigint)
    or count_was_let_go(c.store_id, c.command_id)
    or (c.received_at < p_now - count_patience() and not exists (
      select from exception_case e
      where e.store_id = c.store_id and e.cause_id = c.command_id::text and e.kind = 'waitingCount')))
  union
  select store_id from kept_document_overtaken where p_kept
$$;

-- Records a change of the settings and tells every till of the latest. p_change: kind, terminalId, staffId, approvedBy, at,
-- sawVersion, refused, before, after. Pages of speed keys are recorded, and not told again.
create or replace function note_settings_change(p_store int, p_seq bigint, p_now timestamptz, p_request uuid, p_change jsonb)
returns void
language plpgsql as $$
begin
  insert into settings_change (store_id, request_id, kind, terminal_id, staff_id, approved_by, asked_at, applied_at, version,
    no, saw_version, refused, before, after)
  values (p_store, p_request, p_change->>'kind', (p_change->>'terminalId')::uuid, (p_change->>'staffId')::uuid,
    (p_change->>'approvedBy')::uuid, (p_change->>'at')::timestamptz, p_now, p_seq,
    (select count(*) from settings_change where store_id = p_store and version = p_seq), (p_change->>'sawVersion')::bigint,
    p_change->>'refused', p_change->'before', p_change->'after');
  update settings s set version = p_seq, doc = (s.doc::jsonb || jsonb_build_object('changes', (
    select jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
        'id', c.request_id, 'kind', c.kind, 'terminalId', c.terminal_id, 'staffId', c.staff_id, 'approvedBy', c.approved_by,
        'at', utc_text(c.asked_at), 'appliedAt', utc_text(c.applied_at), 'version', c.version, 'sawVersion', c.saw_version,
        'refused', c.refused))
      || case c.kind when 'houseRules' then jsonb_build_object('before', c.before, 'after', c.after) else '{}' end
      order by c.version desc, c.no desc)
    from (
      select * from settings_change where store_id = p_store order by version desc, no desc limit 30
    ) c)))::json
  where s.store_id = p_store;
end $$;

create or replace function utc_text(p_at timestamptz) returns text
language sql stable as $$ select to_char(p_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$;

-- Does what a till asks of head office, once, in the batch that takes it. p_doc is the request as the server understands it.
drop function if exists fulfil_request(int, bigint, uuid, text, jsonb);
create or replace function fulfil_request(
  p_store int, p_seq bigint, p_now timestamptz, p_request uuid, p_terminal uuid, p_kind text, p_doc jsonb
) returns void
language plpgsql as $$
declare
  v_before jsonb;
  v_overtaken boolean;
begin
  case p_kind
  when 'newCustomer' then
    insert into customer (store_id, customer_id, doc, version)
    values (p_store, p_request, (p_doc->'customer') || jsonb_build_object('id', p_request, 'active', true), p_seq)
    on conflict do nothing;
  when 'speedKeys' then
    -- Of two arrangements of one till the later one holds, in whatever order they come.
    v_overtaken := exists (
      select from settings_change
      where store_id = p_store and kind = p_kind and terminal_id = p_terminal and asked_at > (p_doc->>'at')::timestamptz);
    select doc::jsonb->'speedKeys' into v_before from settings where store_id = p_store;
    if not v_overtaken then
      update settings set doc = (doc::jsonb || jsonb_build_object('speedKeys', p_doc->'pages'))::json where store_id = p_store;
    end if;
    perform note_settings_change(p_store, p_seq, p_now, p_request, p_doc - 'pages' || jsonb_build_object(
      'kind', p_kind, 'terminalId', p_terminal, 'before', v_before, 'after', p_doc->'pages',
      'refused', case when v_overtaken then 'overtaken' end));
  else
    -- A letter goes out later: no transaction waits for another machine. Rules of the house are decided in their turn. An
    -- incident is kept as it came.
    null;
  end case;
end $$;

create or replace function apply_rare(
  p_store int, p_seq bigint, p_now timestamptz, p_others json,
  p_open_ttl interval, p_parked_ttl interval, p_under_paying_ttl interval
) returns jsonb
language plpgsql as $$
declare
  r record;
  v_answers jsonb := '[]';
  v_status text;
  v_code text;
  v_detail jsonb;
  v_hash text;
  v_kept record;
  v_new boolean;
  v_count int;
begin
  for r in
    select * from json_to_recordset(p_others) x (
      op int, kind text, id text, hash text, terminal uuid, epoch int, body text, doc text,
      -- keep
      collection text, revision bigint, reason text, why text, sequence bigint,
      -- shift events
      event text, period int, last_sequence bigint, revoked boolean,
      -- a kept document that was sent again
      act uuid, who text, note text, outcome text,
      -- exceptions that were found by looking, not by applying
      cases json,
      -- heartbeats
      sales uuid[])
  loop
    v_status := 'applied'; v_code := null; v_detail := null;
    case r.kind
    when 'keep' then
      insert into kept_document (store_id, terminal_id, collection, doc_id, revision, content_hash, body, reason, detail,
        epoch, sequence, kept_at)
      values (p_store, r.terminal, r.collection, r.id, r.revision, r.hash, r.body, r.reason, r.why, r.epoch, r.sequence, p_now)
      on conflict do nothing;
      -- The same document again is a repeat; another one of this id is news, also after a person looked at the first.
      v_new := found;
      perform open_exceptions(p_store, p_seq, p_now, json_build_array(json_build_object(
        'cause', coalesce(nullif(r.id, ''), r.hash), 'terminal', r.terminal, 'again', v_new,
        'kind', case r.reason when 'conflictingTender' then r.reason else 'keptDocument' end,
        'detail', json_build_object('collection', r.collection, 'revision', r.revision, 'reason', r.reason))));
      v_status := 'kept'; v_code := r.reason;
    when 'shiftEvent' then
      select content_hash into v_hash from shift_event where store_id = p_store and event_id = r.id::uuid;
      if v_hash is null then
        insert into shift_event (store_id, event_id, content_hash, doc, terminal_id, epoch, kind, period, last_sequence, waiting,
          received_at)
        values (p_store, r.id::uuid, r.hash, r.doc::json, r.terminal, r.epoch, r.event, r.period, r.last_sequence,
          r.event = 'closed', p_now);
        if r.event = 'closed' then perform raise_periods(p_store, p_seq, p_now); end if;
        if r.revoked then
          perform open_exceptions(p_store, p_seq, p_now, json_build_array(json_build_object(
            'cause', r.id, 'kind', 'revokedTerminal', 'terminal', r.terminal)));
        end if;
      elsif v_hash = r.hash then v_status := 'repeated';
      else v_status := 'kept'; v_code := 'conflictingEvent';
      end if;
    when 'officeRequest' then
      select content_hash into v_hash from office_request where store_id = p_store and request_id = r.id::uuid;
      if v_hash is null then
        insert into office_request (store_id, request_id, content_hash, doc, terminal_id, kind, state, received_at, due_at)
        values (p_store, r.id::uuid, r.hash, r.body::json, r.terminal, r.event,
          case when r.event in ('emailReceipt', 'houseRules') then 'waiting' else 'done' end, p_now,
          case when r.event in ('emailReceipt', 'houseRules') then p_now end);
        perform fulfil_request(p_store, p_seq, p_now, r.id::uuid, r.terminal, r.event, r.doc::jsonb);
      elsif v_hash = r.hash then v_status := 'repeated';
      else v_status := 'kept'; v_code := 'conflictingRequest';
      end if;
    when 'heartbeat' then
      update sale set expires_at = p_now + case status
        when 'parked' then p_parked_ttl when 'underPaying' then p_under_paying_ttl else p_open_ttl end,
        result_seq = p_seq
      where store_id = p_store and sale_id = any (r.sales) and terminal_id = r.terminal and reservation_state = 'live';
      get diagnostics v_count = row_count;
      v_detail := jsonb_build_object('count', v_count);
    when 'newEpoch' then
      select epoch + 1 into strict v_count from terminal where terminal_id = r.terminal;
      perform begin_epoch(p_store, p_seq, r.terminal, v_count);
      v_detail := jsonb_build_object('epoch', v_count);
    when 'settle' then
      v_detail := jsonb_build_object('count', raise_periods(p_store, p_seq, p_now) + settle_kept(p_store, p_seq, p_now));
    when 'sentAgain' then
      select coalesce(nullif(doc_id, ''), content_hash) as cause_id,
        case reason when 'conflictingTender' then reason else 'keptDocument' end as kind into v_kept
      from kept_document where store_id = p_store and kept_id = r.id::uuid;
      update kept_document set state = 'resolved'
      where store_id = p_store and kept_id = r.id::uuid and r.outcome <> 'kept';
      v_new := not exists (
        select from kept_document o
        where o.store_id = p_store and o.state = 'open' and coalesce(nullif(o.doc_id, ''), o.content_hash) = v_kept.cause_id);
      insert into exception_act (store_id, act_id, case_id, act, resolves, by_name, note, seq, at)
      select p_store, r.act, case_id, 'sendAgain', v_new, r.who, concat_ws(': ', r.outcome, nullif(r.note, '')), p_seq, p_now
      from exception_case where store_id = p_store and cause_id = v_kept.cause_id and kind = v_kept.kind and sku = ''
      on conflict do nothing;
      if v_new then
        perform close_exception(p_store, p_seq, p_now, (
          select case_id from exception_case
          where store_id = p_store and cause_id = v_kept.cause_id and kind = v_kept.kind and sku = ''));
      end if;
    when 'found' then
      perform open_exceptions(p_store, p_seq, p_now, r.cases);
    when 'reportChecked' then
      update shift_event set checked_at = p_now where store_id = p_store and event_id = r.id::uuid;
      if json_typeof(r.cases) = 'array' then perform open_exceptions(p_store, p_seq, p_now, r.cases);
      else perform close_by_server(p_store, p_seq, p_now, r.id, 'zDiffers', 'salesArrived');
      end if;
    end case;
    v_answers := v_answers || jsonb_build_object('op', r.op, 'status', v_status, 'code', v_code, 'detail', v_detail);
  end loop;
  return v_answers;
end $$;
