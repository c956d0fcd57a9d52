-- Up Migration

-- Tendered sales that another one undid as a whole: what came back in them has not come back.
create table sale_undone (
  store_id int not null,
  sale_id uuid not null,
  by_sale_id uuid not null,
  primary key (store_id, sale_id, by_sale_id)
);
insert into sale_undone (store_id, sale_id, by_sale_id)
select store_id, substring(doc::text from '"voidOf":"([0-9a-f-]{36})"')::uuid, sale_id from sale
where status = 'tendered' and doc::text ~ '"voidOf":"[0-9a-f-]{36}"';
