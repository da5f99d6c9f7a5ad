-- Limits, quotas and budgets of tenants of Beamline Router, what was exceeded, and what was spent. Everything is made in the schema
-- that comes first in search_path.

-- Whoever changes settings waits for those before him to commit, and only then takes a number: see policies.
CREATE SEQUENCE tenant_change_numbers;

-- NULL stands for what is configured. Limits of 0 are none.
CREATE TABLE tenant_quotas (
  tenant_id                         varchar(255) COLLATE "C" PRIMARY KEY,
  max_policies                      integer,
  max_rules_per_policy              integer,
  max_providers_per_policy          integer,
  max_rate_requests_per_minute      bigint,
  max_user_rate_requests_per_minute bigint,
  tier                              varchar(32),
  revision                          bigint      NOT NULL,
  change                            bigint      NOT NULL UNIQUE,
  updated_at                        timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT tenant_quotas_tenant_id_form CHECK (tenant_id ~ '^[A-Za-z0-9_.:/-]+$'),
  CONSTRAINT tenant_quotas_tier CHECK (tier IN ('basic', 'premium', 'enterprise')),
  CONSTRAINT tenant_quotas_policies CHECK (max_policies BETWEEN 1 AND 1000000),
  CONSTRAINT tenant_quotas_rules CHECK (max_rules_per_policy BETWEEN 1 AND 1000),
  CONSTRAINT tenant_quotas_providers CHECK (max_providers_per_policy BETWEEN 1 AND 1000),
  CONSTRAINT tenant_quotas_rate CHECK (max_rate_requests_per_minute BETWEEN 0 AND 1000000000),
  CONSTRAINT tenant_quotas_user_rate CHECK (max_user_rate_requests_per_minute BETWEEN 0 AND 1000000000)
);

-- Limits of named users.
CREATE TABLE tenant_user_limits (
  tenant_id                    varchar(255) COLLATE "C" NOT NULL REFERENCES tenant_quotas,
  user_id                      varchar(255) COLLATE "C" NOT NULL,
  max_rate_requests_per_minute bigint       NOT NULL,
  PRIMARY KEY (tenant_id, user_id),
  CONSTRAINT tenant_user_limits_user_id CHECK (user_id <> ''),
  CONSTRAINT tenant_user_limits_rate CHECK (max_rate_requests_per_minute BETWEEN 0 AND 1000000000)
);

-- Budgets in millionths; the provider '' is all of them together.
CREATE TABLE tenant_budgets (
  tenant_id   varchar(255) COLLATE "C" NOT NULL REFERENCES tenant_quotas,
  provider_id varchar(255) COLLATE "C" NOT NULL DEFAULT '',
  micros      bigint       NOT NULL,
  period      varchar(8)   NOT NULL,
  PRIMARY KEY (tenant_id, provider_id),
  CONSTRAINT tenant_budgets_micros CHECK (micros BETWEEN 0 AND 1000000000000000000),
  CONSTRAINT tenant_budgets_period CHECK (period IN ('HOUR', 'DAY', 'MONTH', 'TOTAL'))
);

-- Who holds how much of which budget, in millionths. What a holder has spent counts for ever, what it holds until leased_until.
-- Windows that are over may be deleted.
CREATE TABLE budget_shares (
  tenant_id     varchar(255) COLLATE "C" NOT NULL,
  provider_id   varchar(255) COLLATE "C" NOT NULL,
  period        varchar(8)   NOT NULL,
  window_begin  timestamptz  NOT NULL,
  holder        varchar(255) COLLATE "C" NOT NULL,
  spent         bigint       NOT NULL,
  held          bigint       NOT NULL,
  leased_until  timestamptz  NOT NULL,
  PRIMARY KEY (tenant_id, provider_id, period, window_begin, holder)
);

CREATE TABLE quota_violations (
  violation_id  bigint       GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id     varchar(255) COLLATE "C" NOT NULL,
  user_id       text,
  quota_type    varchar(64)  NOT NULL,
  limit_value   bigint       NOT NULL,
  current_value bigint       NOT NULL,
  resource_id   text         NOT NULL DEFAULT '',
  times         bigint       NOT NULL DEFAULT 1,
  ts            timestamptz  NOT NULL DEFAULT now(),
  trace_id      text
);

CREATE INDEX quota_violations_by_tenant ON quota_violations (tenant_id, violation_id DESC);
CREATE INDEX quota_violations_by_time ON quota_violations (ts);

-- What tenants have, counted when it is read.
CREATE VIEW quota_usage AS
SELECT
  tenant_id,
  count(*) AS current_policies,
  coalesce(max(CASE WHEN jsonb_typeof(policy_json -> 'fallbacks') = 'array'
    THEN jsonb_array_length(policy_json -> 'fallbacks') END), 0) AS current_rules,
  coalesce(max(CASE WHEN jsonb_typeof(policy_json -> 'providers') = 'array'
    THEN jsonb_array_length(policy_json -> 'providers') END), 0) AS current_providers,
  max(updated_at) AS last_updated
FROM policies
WHERE is_active
GROUP BY tenant_id;

CREATE FUNCTION tenants_turn() RETURNS void
LANGUAGE sql SET search_path FROM CURRENT AS $$
  SELECT pg_advisory_xact_lock('tenant_quotas'::regclass::oid::bigint)
$$;

CREATE FUNCTION tenants_take_turns() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  PERFORM tenants_turn();
  RETURN NULL;
END
$$;

CREATE FUNCTION tenants_number() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  NEW.revision := CASE WHEN TG_OP = 'INSERT' THEN 1 ELSE OLD.revision + 1 END;
  NEW.change := nextval('tenant_change_numbers');
  NEW.updated_at := clock_timestamp();
  RETURN NEW;
END
$$;

CREATE FUNCTION tenants_notify() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  PERFORM pg_notify('beamline_tenants', TG_TABLE_SCHEMA);
  RETURN NULL;
END
$$;

-- A limit or budget is a part of the settings of its tenant: its change is one of theirs.
CREATE FUNCTION tenants_have_parts() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO tenant_quotas (tenant_id) VALUES (NEW.tenant_id) ON CONFLICT DO NOTHING;
  RETURN NEW;
END
$$;

CREATE FUNCTION tenants_change_with_parts() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  UPDATE tenant_quotas SET updated_at = now()
    WHERE tenant_id = CASE WHEN TG_OP = 'DELETE' THEN OLD.tenant_id ELSE NEW.tenant_id END;
  RETURN NULL;
END
$$;

CREATE TRIGGER tenants_take_turns BEFORE INSERT OR UPDATE ON tenant_quotas
  FOR EACH STATEMENT EXECUTE FUNCTION tenants_take_turns();
CREATE TRIGGER tenants_number BEFORE INSERT OR UPDATE ON tenant_quotas
  FOR EACH ROW EXECUTE FUNCTION tenants_number();
CREATE TRIGGER tenants_notify AFTER INSERT OR UPDATE ON tenant_quotas
  FOR EACH STATEMENT EXECUTE FUNCTION tenants_notify();
CREATE TRIGGER tenants_stay BEFORE DELETE ON tenant_quotas FOR EACH ROW
  EXECUTE FUNCTION policies_refuse(
    'settings of a tenant are not deleted from the table: their revisions would begin again', 'set every column to NULL instead');

CREATE TRIGGER user_limits_take_turns BEFORE INSERT OR UPDATE OR DELETE ON tenant_user_limits
  FOR EACH STATEMENT EXECUTE FUNCTION tenants_take_turns();
CREATE TRIGGER user_limits_have_tenants BEFORE INSERT OR UPDATE ON tenant_user_limits
  FOR EACH ROW EXECUTE FUNCTION tenants_have_parts();
CREATE TRIGGER user_limits_change_tenants AFTER INSERT OR UPDATE OR DELETE ON tenant_user_limits
  FOR EACH ROW EXECUTE FUNCTION tenants_change_with_parts();

CREATE TRIGGER budgets_take_turns BEFORE INSERT OR UPDATE OR DELETE ON tenant_budgets
  FOR EACH STATEMENT EXECUTE FUNCTION tenants_take_turns();
CREATE TRIGGER budgets_have_tenants BEFORE INSERT OR UPDATE ON tenant_budgets
  FOR EACH ROW EXECUTE FUNCTION tenants_have_parts();
CREATE TRIGGER budgets_change_tenants AFTER INSERT OR UPDATE OR DELETE ON tenant_budgets
  FOR EACH ROW EXECUTE FUNCTION tenants_change_with_parts();

-- Takes what a holder has spent, and lends it what it wants in all, as far as that is left. Whoever claims of the same window waits.
CREATE FUNCTION budget_claim(
  tenant text, provider text, of_period text, begin_millis bigint, most bigint, of_holder text, has_spent bigint, wanted bigint,
  lease_millis bigint, OUT held bigint, OUT spent_by_others bigint, OUT held_by_others bigint)
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  begins timestamptz := to_timestamp(begin_millis / 1000.0);
  now_spent bigint;
BEGIN
  PERFORM pg_advisory_xact_lock('budget_shares'::regclass::oid::int, hashtext(concat_ws('/', tenant, provider, of_period, begin_millis)));
  SELECT
    coalesce(sum(s.spent), 0),
    coalesce(sum(CASE WHEN s.leased_until > clock_timestamp() THEN greatest(s.held, s.spent) ELSE s.spent END), 0)
  INTO spent_by_others, held_by_others
  FROM budget_shares s
  WHERE s.tenant_id = tenant AND s.provider_id = provider AND s.period = of_period AND s.window_begin = begins
    AND s.holder <> of_holder;
  SELECT greatest(has_spent, max(s.spent)) INTO now_spent
  FROM budget_shares s
  WHERE s.tenant_id = tenant AND s.provider_id = provider AND s.period = of_period AND s.window_begin = begins
    AND s.holder = of_holder;
  held := greatest(now_spent, least(wanted, most - held_by_others));
  INSERT INTO budget_shares AS s
    (tenant_id, provider_id, period, window_begin, holder, spent, held, leased_until)
  VALUES (
    tenant, provider, of_period, begins, of_holder, now_spent, budget_claim.held,
    clock_timestamp() + lease_millis * interval '1 millisecond')
  ON CONFLICT (tenant_id, provider_id, period, window_begin, holder) DO UPDATE
    SET spent = excluded.spent, held = excluded.held, leased_until = excluded.leased_until;
END
$$;

INSERT INTO policy_migrations (version, name) VALUES (4, 'V004__tenants.sql');
