-- Rows that live only inside one batch. Dropped with the functions that use them and made again: a type cannot be replaced.
drop type if exists apply_row cascade;
drop type if exists apply_outcome cascade;
drop type if exists apply_fact cascade;
drop type if exists shrunk_grant cascade;

-- One line of one operation, or what a sale held of a SKU that is in none of its lines any more (line_no is null).
create type apply_row as (
  op int,
  line_no int,
  -- Its place among all lines of the batch's sales, for what is only written and decides nothing.
  line int,
  sku text,
  -- Facts: units that leave the shelf; below zero comes back.
  take bigint,
  -- Open sales: units asked for.
  wanted bigint,
  -- What the sale held of this SKU before, the same on each of its lines of the SKU; and what of it may be kept.
  held bigint,
  keepable bigint,
  held_seq bigint,
  -- The stock row before the batch. counted = false: keeps no stock.
  counted boolean,
  on_hand bigint,
  reserved bigint,
  known boolean,
  -- False where the SKU has no stock row in this store.
  present boolean,
  -- Facts of stock commands were written to the ledger when they were accepted.
  of_sale boolean
);

-- The same line, decided.
create type apply_outcome as (
  op int,
  line_no int,
  line int,
  sku text,
  take bigint,
  wanted bigint,
  granted bigint,
  granted_seq bigint,
  -- By how much the line changes `reserved`.
  reserved_delta bigint,
  -- Sold beyond what was there.
  shortfall bigint,
  counted boolean,
  known boolean,
  present boolean,
  of_sale boolean,
  on_hand_after bigint,
  -- True where grants must shrink before anything can be decided.
  short boolean
);

-- What a receipt, an adjustment or a count puts on the shelf.
create type apply_fact as (op int, line_no int, sku text, quantity bigint);

-- What shrinking took: from a sale of this batch (op is its number) or from another (op is null).
create type shrunk_grant as (op int, sku text, taken bigint);
