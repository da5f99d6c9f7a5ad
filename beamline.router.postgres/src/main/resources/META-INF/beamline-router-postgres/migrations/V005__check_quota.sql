-- Whether a tenant has room for more, for programs that look before they store. It promises nothing: whoever stores a policy is
-- told then. There is no update_quota_usage, since quota_usage counts when it is read.
--
-- For the type policies, current is how many the tenant has; for rules_per_policy and providers_per_policy, how many the one of its
-- policies has that has most. Where nothing is set for the tenant, configured counts: what the nodes have in quota.*, which this
-- database does not know, else the defaults of these settings.
CREATE FUNCTION check_quota(
  tenant text, type text, increment integer DEFAULT 1, configured integer DEFAULT NULL,
  OUT allowed boolean, OUT current bigint, OUT max bigint, OUT remaining bigint)
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
DECLARE
  quota tenant_quotas;
  usage quota_usage;
BEGIN
  IF increment IS NULL OR increment < 0 THEN
    RAISE EXCEPTION 'increment is %, must be 0 or more', coalesce(increment::text, 'null') USING ERRCODE = 'invalid_parameter_value';
  END IF;
  SELECT * INTO quota FROM tenant_quotas q WHERE q.tenant_id = tenant;
  SELECT * INTO usage FROM quota_usage u WHERE u.tenant_id = tenant;
  CASE type
    WHEN 'policies' THEN
      current := usage.current_policies;
      max := coalesce(quota.max_policies, configured, 10);
    WHEN 'rules_per_policy' THEN
      current := usage.current_rules;
      max := coalesce(quota.max_rules_per_policy, configured, 50);
    WHEN 'providers_per_policy' THEN
      current := usage.current_providers;
      max := coalesce(quota.max_providers_per_policy, configured, 20);
    ELSE
      RAISE EXCEPTION 'type is %, must be policies, rules_per_policy or providers_per_policy', coalesce(type, 'null')
        USING ERRCODE = 'invalid_parameter_value';
  END CASE;
  current := coalesce(current, 0);
  allowed := current + increment <= max;
  remaining := greatest(max - current, 0);
END
$$;

INSERT INTO policy_migrations (version, name) VALUES (5, 'V005__check_quota.sql');
