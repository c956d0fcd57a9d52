-- Up Migration

-- The first schema. store_id leads every key of a store's own tables, ids come from the clients, and the hot path has no
-- sequence, trigger, NOTIFY or advisory lock, so that a store can later live on another node.
-- SKUs compare by bytes (collate "C"): the same order everywhere, and the quickest.

-- ── The server and its clocks ────────────────────────────────────────────────────────────────────────────────────────

create table server_meta (
  only_row boolean primary key default true check (only_row),
  -- Rises after a restore, so that versions and checkpoints of the lost future are recognised.
  server_epoch int not null default 1 check (server_epoch >= 1),
  -- Digest of the functions beside the migrations; they are replaced when it differs.
  functions_digest text
);
insert into server_meta default values;

create table store (
  store_id int primary key check (store_id >= 1),
  code text not null unique check (code ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
  name text not null
);

-- One row a store, and scope 0 for what the company shares (items, staff). Bumped and locked first in every batch of
-- writes: the mutex of its scope until commit, and a checkpoint without gaps, because order of numbers is order of commits.
create table feed_clock (
  scope int primary key check (scope >= 0),
  seq bigint not null default 0 check (seq >= 0)
) with (fillfactor = 10);
insert into feed_clock (scope) values (0);

-- A random stamp a batch. A checkpoint carries it; a stamp that is not here belongs to a future that was lost.
create table feed_batch (
  scope int not null,
  seq bigint not null,
  stamp bigint not null,
  primary key (scope, seq)
);

-- ── Catalogue (company-wide) ─────────────────────────────────────────────────────────────────────────────────────────

create table item (
  item_id uuid primary key,
  has_sizes boolean not null,
  doc json not null,
  version bigint not null,
  deleted boolean not null default false,
  unique (item_id, has_sizes)
);
create index item_feed on item (version, item_id);

create table variant (
  sku text collate "C" primary key check (length(sku) between 1 and 64),
  item_id uuid not null,
  has_sizes boolean not null,
  size text,
  properties jsonb not null default '{}',
  -- The canonical text of (item, size, properties): one sellable form exists once.
  variation_key text collate "C" not null unique,
  price_minor bigint not null check (price_minor >= 0),
  -- The cashier may set the price, so a price that differs from this one is no mismatch.
  open_price boolean not null default false,
  unit_code text not null,
  unit_scale smallint not null check (unit_scale between 0 and 6),
  tracked boolean not null default true,
  foreign key (item_id, has_sizes) references item (item_id, has_sizes) on update cascade on delete cascade,
  -- A size exactly where the item has sizes.
  check (has_sizes = (size is not null))
);
create index variant_of_item on variant (item_id);

create table variant_code (
  code text collate "C" primary key,
  sku text collate "C" not null references variant on update cascade on delete cascade
);
create index variant_code_of_sku on variant_code (sku);

-- ── People, terminals, settings ──────────────────────────────────────────────────────────────────────────────────────

create table staff (
  staff_id uuid primary key,
  -- Null: works in every store.
  store_id int references store,
  doc json not null,
  version bigint not null,
  deleted boolean not null default false
);
create index staff_feed on staff (version, staff_id);

create table settings (
  store_id int primary key references store,
  doc json not null,
  version bigint not null,
  -- Read by the apply function at every batch, out of the document so that it need not be parsed there.
  reservation_ttl_ms bigint not null check (reservation_ttl_ms >= 1000),
  parked_ttl_ms bigint not null check (parked_ttl_ms >= 1000),
  under_paying_ttl_ms bigint not null check (under_paying_ttl_ms >= 1000)
);

create table terminal (
  terminal_id uuid primary key,
  store_id int not null references store,
  name text not null,
  -- SHA-256 of the token; the token itself is shown once, to the terminal.
  token_hash bytea not null unique,
  epoch int not null default 1 check (epoch >= 1),
  -- The machine-bound instance and the last sale that the terminal last reported.
  instance text,
  head_sequence bigint,
  head_hash text,
  -- The terminal whose place it took, and whose facts it may deliver.
  replaces uuid references terminal,
  enrolled_at timestamptz not null,
  last_seen_at timestamptz,
  revoked_at timestamptz
);
create index terminal_of_store on terminal (store_id);

create table pairing_code (
  -- SHA-256 of the code.
  code_hash bytea primary key,
  store_id int not null references store,
  expires_at timestamptz not null,
  used_at timestamptz,
  terminal_id uuid references terminal
);

-- ── Stock ────────────────────────────────────────────────────────────────────────────────────────────────────────────

-- Quantities are whole 10^-scale units of the variant. A row exists for every known SKU in every store; an unknown one
-- that was sold gets a row with known = false. on_hand may be below zero (oversold) and below reserved (under payment).
-- No index on a changing column, and free space in every page: updates stay inside their page.
create table stock (
  store_id int not null,
  sku text collate "C" not null,
  on_hand bigint not null default 0,
  reserved bigint not null default 0 check (reserved >= 0),
  sold bigint not null default 0,
  tracked boolean not null default true,
  known boolean not null default true,
  -- True from the first movement on: from then on an import's quantity is no opening receipt.
  moved boolean not null default false,
  seq bigint not null default 0,
  primary key (store_id, sku)
) with (fillfactor = 50);

-- The feed of stock levels: which SKU changed in which batch. Append-only; old rows may be pruned together with feed_batch.
create table stock_change (
  store_id int not null,
  seq bigint not null,
  sku text collate "C" not null,
  primary key (store_id, seq, sku)
);

-- The ledger. on_hand is the sum of it, for every store and SKU. Never edited; its opposite is added.
create table movement (
  store_id int not null,
  -- The sale or the command that moved it, and which of its lines: nothing is applied twice.
  cause_id uuid not null,
  line_no int not null,
  seq bigint not null,
  sku text collate "C" not null,
  kind text not null check
    (kind in ('sale', 'return', 'receipt', 'adjustment', 'count', 'transferOut', 'transferIn')),
  -- Signed: below zero takes from the shelf.
  quantity bigint not null check (quantity <> 0),
  line_id text,
  reason text,
  staff_id uuid,
  at timestamptz not null,
  primary key (store_id, cause_id, line_no)
);
-- Rows lie in the order of seq, so a few bytes a block range are enough to find what moved since a version.
create index movement_since on movement using brin (seq);

-- Receipts, adjustments and counts, as they came. A count may wait for the terminal's sales before it.
create table stock_command (
  store_id int not null,
  command_id uuid not null,
  content_hash text not null,
  doc json not null,
  terminal_id uuid,
  state text not null check (state in ('applied', 'waiting')),
  received_at timestamptz not null,
  primary key (store_id, command_id)
);
create index stock_command_waiting on stock_command (received_at) where state = 'waiting';

-- ── Sales ────────────────────────────────────────────────────────────────────────────────────────────────────────────

create table sale (
  store_id int not null,
  sale_id uuid not null,
  terminal_id uuid not null,
  epoch int not null check (epoch >= 1),
  -- 0: taken over from another till, and the taker has not been heard yet; any revision of it is newer.
  revision int not null check (revision >= 0),
  status text not null check (status in ('open', 'parked', 'underPaying', 'tendered', 'abandoned')),
  content_hash text not null,
  -- json, not jsonb: kept as it was sent, and no character in it can fail the batch it came with.
  doc json not null,
  reservation_state text not null check
    (reservation_state in ('live', 'expired', 'released', 'converted', 'handedOver')),
  expires_at timestamptz,
  touched_at timestamptz not null,
  applied_at timestamptz not null,
  taken_from uuid,
  handed_to uuid,
  sequence bigint,
  period int,
  result_seq bigint not null,
  primary key (store_id, sale_id),
  -- Only what may still lapse has an end, and all of it has.
  check ((reservation_state = 'live') = (expires_at is not null)),
  check (reservation_state <> 'live' or status in ('open', 'parked', 'underPaying')),
  check ((status = 'tendered') = (sequence is not null)),
  check ((status = 'tendered') = (period is not null)),
  check ((status = 'tendered') = (reservation_state = 'converted'))
) with (fillfactor = 80);
create index sale_feed on sale (store_id, terminal_id, result_seq, sale_id);
-- store_id does not lead these on purpose: the planner would take so small an index for look-ups by key.
create index sale_due on sale (expires_at) where reservation_state = 'live';
create index sale_parked on sale (touched_at) where status = 'parked';

-- The lines of live reservations; gone when the reservation ends (the document stays in the sale).
create table sale_line (
  store_id int not null,
  sale_id uuid not null,
  line_id text not null,
  line_no int not null,
  sku text collate "C" not null,
  -- Digest of variation, price, discount and `returnOf`: one line a sale and variation.
  merge_key uuid not null,
  requested bigint not null check (requested >= 0),
  granted bigint not null check (granted between 0 and requested),
  -- False for what keeps no stock: granted without taking part in `reserved`.
  counted boolean not null,
  -- The batch that last raised the grant: shrinking takes the newest first.
  granted_seq bigint not null,
  -- Of the sale, repeated here so that a terminal's own grants are found by SKU alone.
  terminal_id uuid not null,
  epoch int not null,
  primary key (store_id, sale_id, merge_key)
);
create index sale_line_of_sku on sale_line (store_id, sku);

-- What a terminal's own tendered sales took since its period began: `soldHere`.
create table own_sold (
  store_id int not null,
  terminal_id uuid not null,
  epoch int not null,
  sku text collate "C" not null,
  period int not null,
  quantity bigint not null,
  primary key (store_id, terminal_id, sku, epoch, period)
) with (fillfactor = 70);

-- The running period of (terminal, epoch): the one after the last Z whose sales have all arrived.
create table terminal_epoch (
  store_id int not null,
  terminal_id uuid not null,
  epoch int not null,
  period int not null default 1 check (period >= 1),
  primary key (store_id, terminal_id, epoch)
);

-- Which sale has which place in a terminal's chain. A second sale with the same place is an exception, not a row.
create table sale_sequence (
  store_id int not null,
  terminal_id uuid not null,
  epoch int not null,
  sequence bigint not null check (sequence >= 1),
  sale_id uuid not null,
  previous_hash text not null,
  hash text not null,
  primary key (store_id, terminal_id, epoch, sequence)
);

-- Lines of tendered returns by the sale they point at: never more comes back than was sold.
create table sale_return (
  store_id int not null,
  original_sale_id uuid not null,
  sale_id uuid not null,
  line_no int not null,
  sku text collate "C" not null,
  original_line_id text,
  -- The batch it came with: who came later has returned too much.
  seq bigint not null,
  -- Above zero: what came back.
  quantity bigint not null check (quantity > 0),
  primary key (store_id, original_sale_id, sale_id, line_no)
);

-- ── Facts of the shift, and what a person must look at ───────────────────────────────────────────────────────────────

create table shift_event (
  store_id int not null,
  event_id uuid not null,
  content_hash text not null,
  doc json not null,
  terminal_id uuid not null,
  epoch int not null,
  kind text not null,
  period int not null,
  -- A Z: the terminal's last sale of the period.
  last_sequence bigint,
  -- True while a Z waits for sales of its period.
  waiting boolean not null default false,
  received_at timestamptz not null,
  primary key (store_id, event_id)
);
create index shift_event_waiting on shift_event (received_at) where waiting;

-- Each opens once: the same cause cannot open the same kind for the same SKU twice.
create table exception_case (
  store_id int not null,
  -- The id of the sale, command or kept document.
  cause_id text not null,
  kind text not null,
  sku text collate "C" not null default '',
  terminal_id uuid,
  quantity bigint,
  amount_minor bigint,
  detail json,
  opened_at timestamptz not null,
  resolved_at timestamptz,
  primary key (store_id, cause_id, kind, sku)
);
create index exception_case_open on exception_case (opened_at) where resolved_at is null;

-- What was not understood or not applicable, whole.
create table kept_document (
  store_id int not null,
  terminal_id uuid not null,
  collection text not null,
  doc_id text not null,
  revision bigint not null,
  content_hash text not null,
  -- As text: it may be any JSON, of any depth.
  body text not null,
  reason text not null,
  detail text,
  -- Of a tendered sale, where they could be read: the Z does not wait for it.
  epoch int,
  sequence bigint,
  kept_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'resolved')),
  primary key (store_id, terminal_id, collection, doc_id, revision, content_hash)
);
create index kept_document_sequence on kept_document (store_id, terminal_id, epoch, sequence)
  where sequence is not null;
