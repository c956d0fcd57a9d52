-- Up Migration

-- An exception and a kept document have a name that a person or a program can give back: a digest of what they are about, so
-- that it is the same after a restore and wherever it is opened.
alter table exception_case add column case_id uuid not null
  generated always as (md5(store_id::text || '/' || cause_id || '/' || kind || '/' || sku)::uuid) stored;
create unique index exception_case_name on exception_case (case_id, store_id);

alter table kept_document add column kept_id uuid not null
  generated always as (md5(store_id::text || '/' || terminal_id::text || '/' || collection || '/' || doc_id || '/' ||
    revision::text || '/' || content_hash)::uuid) stored;
create unique index kept_document_name on kept_document (kept_id, store_id);
create index kept_document_open on kept_document (kept_at) where state = 'open';

-- What people did about an exception, and when it happened again after that. Append-only. What moved stock has its movement
-- under the act's id; a transfer has one in each of the two stores, and is under way until the second is there.
create table exception_act (
  store_id int not null,
  act_id uuid not null,
  case_id uuid not null,
  act text not null,
  sku text collate "C",
  -- As it was told, in the unit's smallest step; and what it moved here, null while a transfer is under way.
  quantity bigint,
  other_store int references store (store_id),
  resolves boolean not null,
  by_name text not null,
  staff_id uuid,
  note text not null,
  seq bigint not null,
  at timestamptz not null,
  primary key (store_id, act_id)
);
create index exception_act_of_case on exception_act (store_id, case_id, seq);
create index exception_act_transfer on exception_act (at) where act = 'transfer';

-- A count whose till's sales never came may be left alone by a person.
alter table stock_command drop constraint stock_command_state_check;
alter table stock_command add constraint stock_command_state_check check (state in ('applied', 'waiting', 'setAside'));

-- How far the terminal's clock was from the server's when it last told it; above zero: ahead.
alter table terminal add column clock_ahead_ms bigint;

-- Stamps of batches before this one are gone; a checkpoint from before it has expired.
alter table feed_clock add column pruned_to bigint not null default 0 check (pruned_to >= 0);

-- When a scope's clock stood where: how old a batch is.
create table feed_age (
  scope int not null,
  seq bigint not null,
  at timestamptz not null,
  primary key (scope, seq)
);
