-- Receipts, adjustments, counts and an import's opening receipts: facts, applied once by their id.
--
-- Writes the command and the ledger, and answers what the batch has to put on the shelf (p_facts) and each command's answer.
-- A count is compared at its cut: the stock as its stock version had it, with the terminal's own sales up to
-- `afterSequence` added. Until those have all arrived it waits.
create or replace function count_is_complete(p_store int, p_terminal uuid, p_epoch int, p_up_to bigint) returns boolean
language sql stable as $$
  select coalesce(p_up_to, 0) <= 0 or p_up_to = (
    select count(*) from (
      select sequence from sale_sequence
      where store_id = p_store and terminal_id = p_terminal and epoch = p_epoch and sequence <= p_up_to
      union
      select sequence from kept_document
      where store_id = p_store and terminal_id = p_terminal and epoch = p_epoch and sequence between 1 and p_up_to
    ) arrived)
$$;

-- What the shelf should have held at the cut of a count. The stock row is that of before this batch, so what the batch has
-- put into the ledger already (p_seq) is left out of both.
drop function if exists on_hand_at_cut(int, text, bigint, uuid, int, bigint);
create or replace function on_hand_at_cut(
  p_store int, p_seq bigint, p_sku text, p_version bigint, p_terminal uuid, p_epoch int, p_up_to bigint
) returns bigint
language sql stable as $$
  select s.on_hand - coalesce((
    select sum(m.quantity) from movement m
    where m.store_id = p_store and m.sku = p_sku and m.seq > p_version and m.seq < p_seq
      and not exists (
        select from sale_sequence q
        where q.store_id = p_store and q.sale_id = m.cause_id and q.terminal_id = p_terminal and q.epoch = p_epoch
          and q.sequence <= coalesce(p_up_to, 0))), 0)::bigint
  from stock s where s.store_id = p_store and s.sku = p_sku
$$;

-- A count waits this long for sales that it needs until a person is told.
create or replace function count_patience() returns interval language sql immutable as $$ select interval '24 hours' $$;

-- True where a person said that the count is to be compared with what has arrived.
create or replace function count_was_let_go(p_store int, p_command uuid) returns boolean
language sql stable as $$
  select exists (
    select from exception_case e join exception_act a on a.store_id = e.store_id and a.case_id = e.case_id
    where e.store_id = p_store and e.cause_id = p_command::text and e.kind = 'waitingCount' and a.act = 'countAsItIs')
$$;

create or replace function accept_stock_commands(
  p_store int, p_seq bigint, p_now timestamptz, p_commands json, out facts apply_fact[], out answers json
)
language plpgsql as $$
declare
  c record;
  v_doc json;
  v_stored record;
  v_epoch int;
  v_quantity bigint;
  v_state text;
  v_act record;
  v_answers jsonb := '[]';
  v_answer jsonb;
  v_refused text[];
begin
  facts := '{}';
  for c in
    select * from json_to_recordset(p_commands) x (
      op int, kind text, id uuid, hash text, doc text, terminal uuid, sku text, quantity bigint, reason text, staff uuid,
      at timestamptz, version bigint, after bigint, epoch int)
  loop
    if c.kind = 'opening' then
      -- Only what never moved; the rest is told, and left alone. The ledger's key makes a second import do nothing.
      select array_agg(w.sku order by w.line_no) into v_refused
      from json_to_recordset(c.doc::json) w (line_no int, sku text, quantity bigint)
      left join stock s on s.store_id = p_store and s.sku = w.sku
      where s.sku is null or s.moved or w.sku in (select f.sku from unnest(facts) f);
      with opened as (
        insert into movement (store_id, cause_id, line_no, seq, sku, kind, quantity, reason, at)
        select p_store, c.id, w.line_no, p_seq, w.sku, 'receipt', w.quantity, c.reason, p_now
        from json_to_recordset(c.doc::json) w (line_no int, sku text, quantity bigint)
        where w.quantity <> 0 and w.sku <> all (coalesce(v_refused, '{}'))
        on conflict do nothing
        returning line_no, sku, quantity
      )
      select facts || coalesce(array_agg(row(c.op, line_no, sku, quantity)::apply_fact), '{}') into facts from opened;
      v_answer := jsonb_build_object('op', c.op, 'status', 'applied',
        'detail', jsonb_build_object('refusedSkus', coalesce(to_jsonb(v_refused), '[]')));
    elsif c.kind = 'act' then
      v_act := record_act(p_store, p_seq, p_now, c.doc::json, facts);
      if v_act.moved <> 0 then facts := facts || row(c.op, 0, v_act.sku, v_act.moved)::apply_fact; end if;
      v_answer := jsonb_build_object('op', c.op, 'status', v_act.status, 'code', v_act.code,
        'detail', jsonb_build_object('moved', v_act.moved));
    elsif c.kind in ('transferOut', 'transferIn') then
      v_act := move_transfer(p_store, p_seq, p_now, c.doc::json);
      if v_act.moved <> 0 then facts := facts || row(c.op, 0, v_act.sku, v_act.moved)::apply_fact; end if;
      v_answer := jsonb_build_object('op', c.op, 'status', v_act.status, 'detail', jsonb_build_object('moved', v_act.moved));
    else
      select content_hash, state, received_at into v_stored from stock_command where store_id = p_store and command_id = c.id;
      if c.kind = 'settle' then
        -- A count that waited. Its document is the stored one.
        continue when v_stored.state is distinct from 'waiting';
      elsif v_stored.content_hash is not null then
        v_answers := v_answers || jsonb_build_object('op', c.op,
          'status', case when v_stored.content_hash = c.hash then 'repeated' else 'kept' end,
          'code', case when v_stored.content_hash <> c.hash then 'conflictingCommand' end);
        continue;
      end if;
      insert into stock (store_id, sku, known, seq) values (p_store, c.sku, false, p_seq) on conflict do nothing;
      if found then
        insert into exception_case (store_id, cause_id, kind, sku, terminal_id, opened_at)
        values (p_store, c.id::text, 'unknownSku', c.sku, c.terminal, p_now) on conflict do nothing;
      end if;
      v_quantity := c.quantity;
      v_state := 'applied';
      v_epoch := null;
      if c.kind in ('count', 'settle') then
        select coalesce(c.epoch, t.epoch) into v_epoch from terminal t where t.terminal_id = c.terminal;
        if count_is_complete(p_store, c.terminal, coalesce(v_epoch, 1), c.after)
          or (c.kind = 'settle' and count_was_let_go(p_store, c.id)) then
          v_quantity := c.quantity
            - on_hand_at_cut(p_store, p_seq, c.sku, coalesce(c.version, p_seq), c.terminal, coalesce(v_epoch, 1), c.after);
          -- Compared with the present: what came earlier in this batch belongs to it.
          if c.version is null then
            v_quantity := v_quantity - coalesce((select sum(f.quantity) from unnest(facts) f where f.sku = c.sku), 0);
          end if;
          if c.kind = 'settle' then
            perform close_by_server(p_store, p_seq, p_now, c.id::text, 'waitingCount', 'salesArrived');
          end if;
        else
          if c.kind = 'settle' and v_stored.received_at < p_now - count_patience() then
            perform open_exceptions(p_store, p_seq, p_now, json_build_array(json_build_object(
              'cause', c.id, 'kind', 'waitingCount', 'terminal', c.terminal, 'quantity', c.quantity,
              'detail', json_build_object('sku', c.sku, 'epoch', v_epoch, 'afterSequence', c.after))));
          end if;
          v_state := 'waiting';
          v_quantity := 0;
        end if;
      end if;
      insert into stock_command (store_id, command_id, content_hash, doc, terminal_id, epoch, state, received_at)
      values (p_store, c.id, c.hash, c.doc::json, c.terminal, v_epoch, v_state, p_now)
      on conflict (store_id, command_id) do update set state = excluded.state;
      if v_quantity <> 0 then
        insert into movement (store_id, cause_id, line_no, seq, sku, kind, quantity, reason, staff_id, at)
        values (p_store, c.id, 0, p_seq, c.sku, case when c.kind = 'settle' then 'count' else c.kind end, v_quantity,
          c.reason, c.staff, p_now);
        facts := facts || row(c.op, 0, c.sku, v_quantity)::apply_fact;
      end if;
      v_answer := jsonb_build_object('op', c.op, 'status', 'applied', 'code', case when v_state = 'waiting' then 'waiting' end);
    end if;
    v_answers := v_answers || v_answer;
  end loop;
  answers := v_answers::json;
end $$;

-- The counts that wait, as commands to be judged again; their numbers are nobody's, and their documents stay where they are.
create or replace function waiting_counts(p_store int) returns json
language sql stable as $$
  select json_agg(json_build_object(
    'op', -1000000 - row_number, 'kind', 'settle', 'id', command_id, 'hash', content_hash, 'doc', '{}', 'terminal', terminal_id,
    'sku', doc->>'sku', 'quantity', doc->>'quantity', 'reason', doc->>'reason', 'staff', doc->>'staffId',
    'version', doc->>'stockVersion', 'after', doc->>'afterSequence', 'epoch', epoch))
  from (
    select command_id, content_hash, readable_json(doc) as doc, terminal_id, epoch, row_number() over (order by received_at, command_id) from stock_command
    where store_id = p_store and state = 'waiting'
  ) waiting
$$;
