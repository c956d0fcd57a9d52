-- Up Migration

-- A Z is compared with the sales that have arrived for it, once they have. Null: not yet.
alter table shift_event add column checked_at timestamptz;
create index shift_event_unchecked on shift_event (received_at) where kind = 'closed' and checked_at is null;
create index shift_event_of_period on shift_event (store_id, terminal_id, period);
