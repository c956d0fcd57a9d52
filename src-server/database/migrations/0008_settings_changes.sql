-- Up Migration

-- What was changed of a store's settings at a till: who, when, and what it was before. Nothing is ever taken out or changed.
create table settings_change (
  store_id int not null references store,
  request_id uuid not null,
  kind text not null,
  terminal_id uuid not null,
  staff_id uuid not null,
  approved_by uuid,
  -- By the till's clock.
  asked_at timestamptz not null,
  applied_at timestamptz not null,
  -- Of the settings that it made, and of those that its author saw.
  version bigint not null,
  -- Its place among those of one batch.
  no int not null,
  saw_version bigint,
  -- Why it was not done.
  refused text,
  before jsonb,
  after jsonb,
  primary key (store_id, request_id)
);
create index settings_change_newest on settings_change (store_id, version desc, no desc);
