-- As before, but sums that are larger than the largest number are that number.
CREATE OR REPLACE FUNCTION budget_claim(
  tenant text, provider text, of_period text, begin_millis bigint, most bigint, of_holder text, has_spent bigint, wanted bigint,
  lease_millis bigint, OUT held bigint, OUT spent_by_others bigint, OUT held_by_others bigint)
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  largest CONSTANT bigint := 9223372036854775807;
  begins timestamptz := to_timestamp(begin_millis / 1000.0);
  now_spent bigint;
BEGIN
  PERFORM pg_advisory_xact_lock('budget_shares'::regclass::oid::int, hashtext(concat_ws('/', tenant, provider, of_period, begin_millis)));
  SELECT
    least(coalesce(sum(s.spent), 0), largest),
    least(coalesce(sum(CASE WHEN s.leased_until > clock_timestamp() THEN greatest(s.held, s.spent) ELSE s.spent END), 0), largest)
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

INSERT INTO policy_migrations (version, name) VALUES (6, 'V006__budget_sums.sql');
