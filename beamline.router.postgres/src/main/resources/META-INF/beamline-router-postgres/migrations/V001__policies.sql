-- Policies of Beamline Router, with their history. Everything is made in the schema that comes first in search_path.
-- PostgreSQL 14 or later.

-- Which of these files were run. Each adds its own line, whoever runs it; the checksum is known to the built-in runner only.
CREATE TABLE policy_migrations (
  version    integer     PRIMARY KEY,
  name       text        NOT NULL,
  checksum   text,
  applied_at timestamptz NOT NULL DEFAULT now(),
  applied_by text        NOT NULL DEFAULT session_user
);

-- Whoever changes policies waits for those before him to commit, and only then takes a number. So changes are numbered in the
-- order in which others see them: reading "change > last seen" never misses one.
CREATE SEQUENCE policy_change_numbers;

CREATE TABLE policies (
  id          uuid         PRIMARY KEY DEFAULT gen_random_uuid(),
  tenant_id   varchar(255) COLLATE "C" NOT NULL,
  policy_id   varchar(255) COLLATE "C" NOT NULL,
  name        varchar(255) NOT NULL,
  version     varchar(50)  NOT NULL DEFAULT '1.0',
  policy_json jsonb        NOT NULL,
  created_at  timestamptz  NOT NULL DEFAULT now(),
  updated_at  timestamptz  NOT NULL DEFAULT now(),
  is_active   boolean      NOT NULL DEFAULT true,
  metadata    jsonb        NOT NULL DEFAULT '{}',
  -- version and metadata follow the members of that name of the document, if it has them.
  -- The policy as it was written. policy_json is the same for queries; whichever of the two is written, the other follows.
  document    text         NOT NULL,
  revision    bigint       NOT NULL,
  change      bigint       NOT NULL UNIQUE,
  UNIQUE (tenant_id, policy_id),
  CONSTRAINT policies_tenant_id_form CHECK (tenant_id ~ '^[A-Za-z0-9_.:/-]+$'),
  CONSTRAINT policies_policy_id_form CHECK (policy_id ~ '^[A-Za-z0-9_.:/-]+$'),
  CONSTRAINT policies_document_is_an_object CHECK (jsonb_typeof(policy_json) = 'object')
);

-- Every revision that there was; a deletion is one without a document.
CREATE TABLE policy_revisions (
  tenant_id   varchar(255) COLLATE "C" NOT NULL,
  policy_id   varchar(255) COLLATE "C" NOT NULL,
  revision    bigint       NOT NULL,
  document    text,
  change      bigint       NOT NULL,
  recorded_at timestamptz  NOT NULL,
  recorded_by text         NOT NULL DEFAULT session_user,
  PRIMARY KEY (tenant_id, policy_id, revision)
);

CREATE FUNCTION policies_turn() RETURNS void
LANGUAGE sql SET search_path FROM CURRENT AS $$
  SELECT pg_advisory_xact_lock('policies'::regclass::oid::bigint)
$$;

-- Before any policy is locked, so that two who change several never wait for one another.
CREATE FUNCTION policies_take_turns() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  PERFORM policies_turn();
  RETURN NULL;
END
$$;

-- What a document says in its members; NULL if it has none that the column can have.
CREATE FUNCTION policies_version(policy jsonb) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
  SELECT policy ->> 'version' WHERE jsonb_typeof(policy -> 'version') = 'string' AND length(policy ->> 'version') <= 50
$$;

CREATE FUNCTION policies_metadata(policy jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE AS $$
  SELECT policy -> 'metadata' WHERE jsonb_typeof(policy -> 'metadata') = 'object'
$$;

CREATE FUNCTION policies_number() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    NEW.revision := 1;
    NEW.name := coalesce(NEW.name, NEW.policy_id);
    NEW.document := coalesce(NEW.document, NEW.policy_json::text);
    NEW.policy_json := NEW.document::jsonb;
  ELSE
    NEW.revision := OLD.revision + 1;
    IF NEW.document = OLD.document AND NEW.policy_json <> OLD.policy_json THEN
      NEW.document := NEW.policy_json::text;
    ELSE
      NEW.policy_json := NEW.document::jsonb;
    END IF;
    -- What came with the former document goes with it; what was written into the column stays.
    IF NEW.version = OLD.version AND policies_version(OLD.policy_json) IS NOT NULL THEN
      NEW.version := '1.0';
    END IF;
    IF NEW.metadata = OLD.metadata AND policies_metadata(OLD.policy_json) IS NOT NULL THEN
      NEW.metadata := '{}';
    END IF;
  END IF;
  NEW.version := coalesce(policies_version(NEW.policy_json), NEW.version);
  NEW.metadata := coalesce(policies_metadata(NEW.policy_json), NEW.metadata);
  NEW.updated_at := clock_timestamp();
  NEW.change := nextval('policy_change_numbers');
  RETURN NEW;
END
$$;

CREATE FUNCTION policies_record() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO policy_revisions (tenant_id, policy_id, revision, document, change, recorded_at)
  VALUES (
    NEW.tenant_id, NEW.policy_id, NEW.revision, CASE WHEN NEW.is_active THEN NEW.document END, NEW.change, NEW.updated_at);
  PERFORM pg_notify('beamline_policies', TG_TABLE_SCHEMA);
  RETURN NULL;
END
$$;

CREATE FUNCTION policies_refuse() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'restrict_violation', MESSAGE = TG_ARGV[0], HINT = TG_ARGV[1];
END
$$;

CREATE TRIGGER policies_take_turns
  BEFORE INSERT OR UPDATE OF document, policy_json, is_active ON policies
  FOR EACH STATEMENT EXECUTE FUNCTION policies_take_turns();

-- Triggers come in the order of their names: what others must not write is checked before it is numbered.
CREATE TRIGGER policies_fixed
  BEFORE UPDATE ON policies FOR EACH ROW
  WHEN ((OLD.tenant_id, OLD.policy_id, OLD.revision, OLD.change)
    IS DISTINCT FROM (NEW.tenant_id, NEW.policy_id, NEW.revision, NEW.change))
  EXECUTE FUNCTION policies_refuse(
    'tenant_id, policy_id, revision and change of a policy stay as they are',
    'to rename a policy, insert it under its new name and set is_active = false for the old one');

CREATE TRIGGER policies_number
  BEFORE INSERT OR UPDATE OF document, policy_json, is_active ON policies
  FOR EACH ROW EXECUTE FUNCTION policies_number();

CREATE TRIGGER policies_record
  AFTER INSERT OR UPDATE OF document, policy_json, is_active ON policies
  FOR EACH ROW EXECUTE FUNCTION policies_record();

CREATE TRIGGER policies_stay
  BEFORE DELETE ON policies FOR EACH ROW
  EXECUTE FUNCTION policies_refuse(
    'a policy is not deleted from the table: its revisions would begin again', 'set is_active = false instead');

CREATE TRIGGER policies_stay_all
  BEFORE TRUNCATE ON policies FOR EACH STATEMENT
  EXECUTE FUNCTION policies_refuse(
    'policies are not deleted from the table: their revisions would begin again', 'set is_active = false instead');

-- Stores a document if the stored revision is the expected one, 0 for none, and if a new policy has room.
-- outcome: done (revision is the new one), conflict (revision is the stored one), full.
CREATE FUNCTION policy_put(
  tenant text, policy text, new_document text, expected bigint, max_policies integer, OUT outcome text, OUT revision bigint)
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  PERFORM policies_turn();
  SELECT p.revision INTO revision FROM policies p WHERE p.tenant_id = tenant AND p.policy_id = policy AND p.is_active;
  revision := coalesce(revision, 0);
  IF revision <> expected THEN
    outcome := 'conflict';
  ELSIF revision = 0
    AND (SELECT count(*) FROM policies p WHERE p.tenant_id = tenant AND p.is_active) >= max_policies THEN
    outcome := 'full';
  ELSE
    UPDATE policies p SET document = new_document, is_active = true
      WHERE p.tenant_id = tenant AND p.policy_id = policy RETURNING p.revision INTO revision;
    IF NOT FOUND THEN
      INSERT INTO policies AS p (tenant_id, policy_id, document) VALUES (tenant, policy, new_document)
        RETURNING p.revision INTO revision;
    END IF;
    outcome := 'done';
  END IF;
END
$$;

-- Deletes a policy if the stored revision is the expected one.
-- outcome: done (revision is the deleted one), conflict (revision is the stored one), absent.
CREATE FUNCTION policy_delete(tenant text, policy text, expected bigint, OUT outcome text, OUT revision bigint)
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  PERFORM policies_turn();
  SELECT p.revision INTO revision FROM policies p WHERE p.tenant_id = tenant AND p.policy_id = policy AND p.is_active;
  IF NOT FOUND THEN
    outcome := 'absent';
  ELSIF revision <> expected THEN
    outcome := 'conflict';
  ELSE
    UPDATE policies p SET is_active = false WHERE p.tenant_id = tenant AND p.policy_id = policy;
    outcome := 'done';
  END IF;
END
$$;

INSERT INTO policy_migrations (version, name) VALUES (1, 'V001__policies.sql');
