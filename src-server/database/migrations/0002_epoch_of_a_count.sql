-- Up Migration

-- The terminal's epoch when a count was accepted: `afterSequence` counts the sales of that one, also when the terminal has
-- begun another before they arrive. Null for counts of before, which are of the terminal's present one.
alter table stock_command add column epoch int check (epoch >= 1);
