-- Up Migration

-- What tills ask of head office, as it came. `waiting`: there is something left to do for it, outside the transaction that took it.
create table office_request (
  store_id int not null,
  request_id uuid not null,
  content_hash text not null,
  -- json, not jsonb: kept as it was sent.
  doc json not null,
  terminal_id uuid not null,
  kind text not null,
  state text not null check (state in ('done', 'waiting', 'failed')),
  received_at timestamptz not null,
  -- Letters: when it went out, how often it was tried, when it is tried again, and why it did not go.
  done_at timestamptz,
  attempts int not null default 0,
  due_at timestamptz,
  failure text,
  primary key (store_id, request_id)
);
create index office_request_due on office_request (due_at) where state = 'waiting';

-- The customers of a store. Its own clock is their feed's.
create table customer (
  store_id int not null references store,
  customer_id uuid not null,
  doc json not null,
  version bigint not null,
  deleted boolean not null default false,
  primary key (store_id, customer_id)
);
create index customer_feed on customer (store_id, version, customer_id);
