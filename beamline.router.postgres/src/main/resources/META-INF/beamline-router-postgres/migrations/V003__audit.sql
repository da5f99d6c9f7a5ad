-- The audit log of Beamline Router: sealed entries, in chains. PostgreSQL 14 or later.

CREATE FUNCTION audit_time(text) RETURNS timestamptz
LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT CASE WHEN $1 ~ '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$' THEN $1::timestamptz END
$$;

-- What was sealed is body, to the last character, with the columns before it. The columns after it show what it says, for queries: they
-- follow from it and cannot be changed.
CREATE TABLE audit_log (
  chain         varchar(64) COLLATE "C" NOT NULL,
  chain_index   bigint      NOT NULL CHECK (chain_index > 0),
  form          smallint    NOT NULL CHECK (form IN (1, 2)),
  key_id        varchar(64) NOT NULL,
  hmac_prev     varchar(64) NOT NULL,
  hmac          char(64)    NOT NULL,
  body          text        NOT NULL,
  audit_id      bigserial   NOT NULL UNIQUE,
  ts            timestamptz GENERATED ALWAYS AS (audit_time(body::jsonb ->> 'ts')) STORED,
  tenant_id     text        GENERATED ALWAYS AS (body::jsonb ->> 'tenant_id') STORED,
  user_id       text        GENERATED ALWAYS AS (body::jsonb ->> 'actor') STORED,
  action        text        GENERATED ALWAYS AS (body::jsonb ->> 'action') STORED,
  resource_type text        GENERATED ALWAYS AS (body::jsonb ->> 'resource_type') STORED,
  resource_id   text        GENERATED ALWAYS AS (body::jsonb ->> 'resource_id') STORED,
  success       boolean     GENERATED ALWAYS AS (NOT coalesce(body::jsonb -> 'details' ? 'code', false)) STORED,
  error_code    text        GENERATED ALWAYS AS (body::jsonb -> 'details' ->> 'code') STORED,
  trace_id      text        GENERATED ALWAYS AS (body::jsonb -> 'details' ->> 'trace_id') STORED,
  context       jsonb       GENERATED ALWAYS AS (body::jsonb -> 'details') STORED,
  created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (chain, chain_index)
);

CREATE INDEX audit_log_tenant ON audit_log (tenant_id, ts);
CREATE INDEX audit_log_created ON audit_log (chain, created_at);

-- Against mistakes. Who owns the table can switch it off; that what he does then is seen is what the seals are for.
CREATE FUNCTION audit_log_keep() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('beamline.audit_retention', true) = 'on' THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION 'the audit log is only ever appended to: no %', TG_OP
    USING HINT = 'old entries are removed by cleanup_audit_log(chain, index)';
END
$$;

CREATE TRIGGER audit_log_keep
  BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION audit_log_keep();

-- Removes the entries of a chain up to an index. The router calls it after the chain has said so itself: else what is left does not prove
-- where it begins.
CREATE FUNCTION cleanup_audit_log(of_chain text, to_index bigint) RETURNS bigint
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  removed bigint;
BEGIN
  PERFORM set_config('beamline.audit_retention', 'on', true);
  DELETE FROM audit_log WHERE chain = of_chain AND chain_index <= to_index;
  GET DIAGNOSTICS removed = ROW_COUNT;
  PERFORM set_config('beamline.audit_retention', 'off', true);
  RETURN removed;
END
$$;

INSERT INTO policy_migrations (version, name) VALUES (3, 'V003__audit.sql');
