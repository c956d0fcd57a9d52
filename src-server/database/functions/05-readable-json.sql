-- A document as it may be looked into. It is kept as it was sent, and any text in it may hold what JSON can escape and
-- PostgreSQL's text cannot hold (NUL, a lone surrogate): looking into it as it is would fail.
create or replace function readable_json(p_doc json) returns json
language sql immutable as $$
  select regexp_replace(p_doc::text, '\\u(0000|[dD][89a-fA-F][0-9a-fA-F]{2})', '\\ufffd', 'g')::json
$$;
