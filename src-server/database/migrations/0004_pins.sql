-- Up Migration

-- A person's PIN: scrypt over it, sealed with a key that is not in this database. Deleted with the person; replaced, never
-- edited, when a new one is set. `digits` is how long it is.
create table staff_pin (
  staff_id uuid primary key references staff on delete cascade,
  salt bytea not null,
  cost smallint not null check (cost between 14 and 20),
  digits smallint not null check (digits between 4 and 8),
  sealed bytea not null,
  set_at timestamptz not null
);
