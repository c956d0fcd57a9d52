-- Up Migration

-- Which server this is, in every backup of it: a till that a restored server has forgotten knows by it that it is its own.
-- Where there is somebody to derive it from, a backup of the time before this migration is the same server, too.
alter table server_meta add column server_id uuid not null default gen_random_uuid();
update server_meta set server_id = coalesce(
  (select md5('evertill server ' || min(staff_id::text))::uuid from staff), server_id);
