-- The registry of extensions of Beamline Router. Everything is made in the schema that comes first in search_path. Tables of these
-- names that are there are taken over, with what they have. PostgreSQL 14 or later.

-- The number of the last change of any extension. Whoever changes one holds the row until he commits, so that numbers come in the
-- order in which others see them. The revision of an extension is the number of its last change.
CREATE TABLE extension_changes (
  one  boolean PRIMARY KEY DEFAULT true CHECK (one),
  last bigint  NOT NULL DEFAULT 0
);

INSERT INTO extension_changes DEFAULT VALUES;

-- NULL stands for what a document does not say.
CREATE TABLE IF NOT EXISTS extensions (
  id         varchar(255) COLLATE "C" PRIMARY KEY,
  type       varchar(32)  NOT NULL,
  subject    varchar(512),
  timeout_ms integer               DEFAULT 5000,
  retry      integer               DEFAULT 0,
  enabled    boolean      NOT NULL DEFAULT true,
  version    varchar(255)          DEFAULT 'v1',
  config     jsonb                 DEFAULT '{}',
  metadata   jsonb                 DEFAULT '{}',
  created_at timestamptz  NOT NULL DEFAULT now(),
  updated_at timestamptz  NOT NULL DEFAULT now(),
  created_by text                  DEFAULT session_user,
  updated_by text                  DEFAULT session_user,
  CONSTRAINT extensions_id_form CHECK (id ~ '^[A-Za-z0-9_.:/-]+$'),
  CONSTRAINT extensions_type CHECK (type IN ('pre', 'validator', 'post', 'provider')),
  CONSTRAINT extensions_timeout_ms CHECK (timeout_ms > 0),
  CONSTRAINT extensions_retry CHECK (retry >= 0)
);

-- NULL stands for what the extension itself has. A version that was created later is newer.
CREATE TABLE IF NOT EXISTS extension_versions (
  id            varchar(255) COLLATE "C" NOT NULL REFERENCES extensions ON DELETE CASCADE,
  version       varchar(255) COLLATE "C" NOT NULL,
  subject       varchar(512),
  timeout_ms    integer,
  retry         integer,
  config        jsonb,
  metadata      jsonb,
  routing_rules jsonb                 DEFAULT '{}',
  enabled       boolean      NOT NULL DEFAULT true,
  created_at    timestamptz  NOT NULL DEFAULT clock_timestamp(),
  created_by    text                  DEFAULT session_user,
  PRIMARY KEY (id, version),
  CONSTRAINT extension_versions_timeout_ms CHECK (timeout_ms > 0),
  CONSTRAINT extension_versions_retry CHECK (retry >= 0)
);

CREATE TABLE IF NOT EXISTS extension_instances (
  extension_id      varchar(255) COLLATE "C" NOT NULL REFERENCES extensions ON DELETE CASCADE,
  instance_id       varchar(255) COLLATE "C" NOT NULL,
  subject           varchar(512) NOT NULL,
  weight            integer      NOT NULL DEFAULT 100,
  enabled           boolean      NOT NULL DEFAULT true,
  health_status     varchar(32)           DEFAULT 'unknown',
  last_health_check timestamptz,
  created_at        timestamptz  NOT NULL DEFAULT clock_timestamp(),
  updated_at        timestamptz  NOT NULL DEFAULT now(),
  PRIMARY KEY (extension_id, instance_id),
  CONSTRAINT extension_instances_weight CHECK (weight BETWEEN 0 AND 100),
  CONSTRAINT extension_instances_health_status CHECK (health_status IN ('healthy', 'degraded', 'unhealthy', 'unknown'))
);

-- Who changed what, by the user of the database; old and new values are whole documents. Old rows may be deleted.
CREATE TABLE IF NOT EXISTS extension_audit_log (
  id           bigint       GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  extension_id varchar(255) COLLATE "C" NOT NULL,
  action       varchar(32)  NOT NULL CHECK (action IN ('create', 'update', 'delete', 'enable', 'disable')),
  old_values   jsonb,
  new_values   jsonb,
  changed_by   text,
  changed_at   timestamptz  NOT NULL DEFAULT clock_timestamp()
);

CREATE INDEX IF NOT EXISTS extension_audit_log_by_extension ON extension_audit_log (extension_id, changed_at);

ALTER TABLE extensions
  ALTER COLUMN subject DROP NOT NULL,
  ALTER COLUMN timeout_ms DROP NOT NULL,
  ALTER COLUMN retry DROP NOT NULL,
  ALTER COLUMN version DROP NOT NULL,
  ALTER COLUMN config DROP NOT NULL,
  ALTER COLUMN metadata DROP NOT NULL,
  -- The number of its last change, and what the columns and the two tables below it say.
  ADD COLUMN revision bigint,
  ADD COLUMN document jsonb;

ALTER TABLE extension_versions
  ALTER COLUMN subject DROP NOT NULL,
  ALTER COLUMN timeout_ms DROP NOT NULL,
  ALTER COLUMN retry DROP NOT NULL,
  ALTER COLUMN config DROP NOT NULL,
  ALTER COLUMN metadata DROP NOT NULL,
  ALTER COLUMN routing_rules DROP NOT NULL,
  -- The clock's time, not that of the transaction: what one transaction inserts has an order, too.
  ALTER COLUMN created_at SET DEFAULT clock_timestamp();

ALTER TABLE extension_instances
  ALTER COLUMN created_at SET DEFAULT clock_timestamp();

-- The log tells also of extensions that are gone.
DO $$
DECLARE
  tie name;
BEGIN
  FOR tie IN
    SELECT conname FROM pg_constraint
    WHERE contype = 'f' AND conrelid = 'extension_audit_log'::regclass AND confrelid = 'extensions'::regclass
  LOOP
    EXECUTE format('ALTER TABLE extension_audit_log DROP CONSTRAINT %I', tie);
  END LOOP;
END
$$;

CREATE FUNCTION extensions_turn() RETURNS void
LANGUAGE sql SET search_path FROM CURRENT AS $$
  SELECT FROM extension_changes FOR UPDATE
$$;

-- Before any extension is locked, so that two who change several never wait for one another.
CREATE FUNCTION extensions_take_turns() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  PERFORM extensions_turn();
  RETURN NULL;
END
$$;

-- An object without members that are NULL.
CREATE FUNCTION extension_members(members jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(members) WHERE value <> 'null'
$$;

CREATE FUNCTION extension_versions_of(extension text) RETURNS jsonb
LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  SELECT jsonb_agg(
    extension_members(jsonb_build_object(
      'version', version, 'subject', subject, 'timeout_ms', timeout_ms, 'retry', retry, 'config', config, 'metadata', metadata,
      'routing_rules', routing_rules, 'enabled', enabled))
    ORDER BY created_at, version)
  FROM extension_versions WHERE id = extension
$$;

CREATE FUNCTION extension_instances_of(extension text) RETURNS jsonb
LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  SELECT jsonb_agg(
    extension_members(jsonb_build_object(
      'id', instance_id, 'subject', subject, 'weight', weight, 'enabled', enabled, 'health_status', health_status))
    ORDER BY created_at, instance_id)
  FROM extension_instances WHERE extension_id = extension
$$;

-- Says what an extension says, and numbers it if that is something else or a new number is asked for. While one is being put in
-- several steps, which extension_put does, only the last step counts.
CREATE FUNCTION extensions_number() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF coalesce(current_setting('beamline.extension_put', true), '') = 'on' THEN
    NEW.revision := 0;
    NEW.document := NULL;
    RETURN NEW;
  END IF;
  NEW.document := extension_members(jsonb_build_object(
    'type', NEW.type, 'subject', NEW.subject, 'timeout_ms', NEW.timeout_ms, 'retry', NEW.retry, 'enabled', NEW.enabled,
    'version', NEW.version, 'config', NEW.config, 'metadata', NEW.metadata, 'versions', extension_versions_of(NEW.id),
    'instances', extension_instances_of(NEW.id)));
  IF TG_OP = 'UPDATE' AND NEW.document = OLD.document AND NEW.revision = OLD.revision THEN
    NEW.updated_at := OLD.updated_at;
    RETURN NEW;
  END IF;
  UPDATE extension_changes SET last = last + 1 RETURNING last INTO NEW.revision;
  NEW.updated_at := clock_timestamp();
  RETURN NEW;
END
$$;

CREATE FUNCTION extensions_record() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  former jsonb := CASE WHEN TG_OP <> 'INSERT' THEN OLD.document END;
  current jsonb := CASE WHEN TG_OP <> 'DELETE' THEN NEW.document END;
BEGIN
  IF TG_OP <> 'DELETE' AND current IS NULL OR TG_OP = 'UPDATE' AND NEW.revision = OLD.revision THEN
    RETURN NULL;
  END IF;
  IF TG_OP = 'DELETE' THEN
    UPDATE extension_changes SET last = last + 1;
  END IF;
  IF former IS DISTINCT FROM current THEN
    INSERT INTO extension_audit_log (extension_id, action, old_values, new_values, changed_by)
    VALUES (
      CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END,
      CASE
        WHEN current IS NULL THEN 'delete'
        WHEN former IS NULL THEN 'create'
        WHEN former -> 'enabled' = current -> 'enabled' THEN 'update'
        WHEN (current -> 'enabled')::boolean THEN 'enable'
        ELSE 'disable'
      END,
      former, current, session_user);
  END IF;
  PERFORM pg_notify('beamline_extensions', TG_TABLE_SCHEMA);
  RETURN NULL;
END
$$;

-- A version or an instance is a part of its extension: its change is one of the extension's.
CREATE FUNCTION extensions_change_with_parts() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  former jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
  current jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
BEGIN
  IF coalesce(current_setting('beamline.extension_put', true), '') <> 'on' THEN
    UPDATE extensions SET updated_at = now()
      WHERE id IN (former ->> TG_ARGV[0], current ->> TG_ARGV[0]);
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER extensions_take_turns BEFORE INSERT OR UPDATE OR DELETE ON extensions
  FOR EACH STATEMENT EXECUTE FUNCTION extensions_take_turns();
CREATE TRIGGER extension_versions_take_turns BEFORE INSERT OR UPDATE OR DELETE ON extension_versions
  FOR EACH STATEMENT EXECUTE FUNCTION extensions_take_turns();
CREATE TRIGGER extension_instances_take_turns BEFORE INSERT OR UPDATE OR DELETE ON extension_instances
  FOR EACH STATEMENT EXECUTE FUNCTION extensions_take_turns();

CREATE TRIGGER extensions_fixed BEFORE UPDATE ON extensions FOR EACH ROW
  WHEN (OLD.id IS DISTINCT FROM NEW.id)
  EXECUTE FUNCTION policies_refuse('the id of an extension stays as it is', 'insert it under its new id and delete the old one');

CREATE TRIGGER extensions_number BEFORE INSERT OR UPDATE ON extensions
  FOR EACH ROW EXECUTE FUNCTION extensions_number();

-- What was there before is numbered, too.
UPDATE extensions SET updated_at = updated_at;
ALTER TABLE extensions ALTER COLUMN revision SET NOT NULL;

CREATE TRIGGER extensions_record AFTER INSERT OR UPDATE OR DELETE ON extensions
  FOR EACH ROW EXECUTE FUNCTION extensions_record();
CREATE TRIGGER extension_versions_change AFTER INSERT OR UPDATE OR DELETE ON extension_versions
  FOR EACH ROW EXECUTE FUNCTION extensions_change_with_parts('id');
CREATE TRIGGER extension_instances_change AFTER INSERT OR UPDATE OR DELETE ON extension_instances
  FOR EACH ROW EXECUTE FUNCTION extensions_change_with_parts('extension_id');

CREATE TRIGGER extensions_stay BEFORE TRUNCATE ON extensions FOR EACH STATEMENT
  EXECUTE FUNCTION policies_refuse('extensions are not truncated: nobody would be told', 'DELETE FROM extensions instead');
CREATE TRIGGER extension_versions_stay BEFORE TRUNCATE ON extension_versions FOR EACH STATEMENT
  EXECUTE FUNCTION policies_refuse('extension_versions are not truncated: nobody would be told', 'DELETE instead');
CREATE TRIGGER extension_instances_stay BEFORE TRUNCATE ON extension_instances FOR EACH STATEMENT
  EXECUTE FUNCTION policies_refuse('extension_instances are not truncated: nobody would be told', 'DELETE instead');

-- A member of a document that a column is to have; NULL if it is not there, or null.
CREATE FUNCTION extension_member(owner jsonb, place text, member text, wanted text) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  value jsonb := nullif(owner -> member, 'null');
  number numeric;
BEGIN
  IF wanted = 'integer' AND jsonb_typeof(value) = 'number' THEN
    number := value::text::numeric;
    IF number = trunc(number) AND number BETWEEN 0 AND 2147483647 THEN
      RETURN value;
    END IF;
  END IF;
  IF jsonb_typeof(value) <> wanted OR (wanted = 'integer' AND value IS NOT NULL) THEN
    RAISE EXCEPTION '%', place || member || ' is ' || left(value::text, 100) || ', must be '
      || CASE wanted WHEN 'integer' THEN 'a whole number, 0 or more' ELSE 'of type ' || wanted END
      USING ERRCODE = 'invalid_parameter_value';
  END IF;
  RETURN value;
END
$$;

-- Refuses what no column can have, so that nothing is lost.
CREATE FUNCTION extension_known_members(owner jsonb, place text, VARIADIC known text[]) RETURNS void
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  unknown text;
BEGIN
  IF jsonb_typeof(owner) <> 'object' THEN
    RAISE EXCEPTION '%', coalesce(nullif(rtrim(place, '.'), ''), 'it') || ' is ' || left(owner::text, 100) || ', must be of type object'
      USING ERRCODE = 'invalid_parameter_value';
  END IF;
  SELECT key INTO unknown FROM jsonb_each(owner) WHERE value <> 'null' AND key <> ALL (known) ORDER BY key LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION '%', place || unknown || ' is not known, known are ' || array_to_string(known, ', ')
      USING ERRCODE = 'invalid_parameter_value';
  END IF;
END
$$;

-- The names of versions or instances, each of which has one of its own.
CREATE FUNCTION extension_names(parts jsonb, place text, member text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  names text[] := ARRAY(SELECT part ->> member FROM jsonb_array_elements(parts) AS part);
BEGIN
  IF cardinality(names) <> (SELECT count(DISTINCT name) FROM unnest(names) AS name) THEN
    RAISE EXCEPTION '%', place || ' must be objects, each with a ' || member || ' of its own' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  RETURN names;
END
$$;

-- When each version or instance of an array was created, so that they stay in its order: those that are as they were keep their time,
-- if the order lets them.
CREATE FUNCTION extension_times(parts jsonb, former jsonb, times timestamptz[]) RETURNS timestamptz[]
LANGUAGE plpgsql AS $$
DECLARE
  result timestamptz[] := '{}';
  last timestamptz := '-infinity';
  kept timestamptz;
BEGIN
  FOR i IN 0 .. jsonb_array_length(parts) - 1 LOOP
    kept := NULL;
    FOR j IN 0 .. jsonb_array_length(former) - 1 LOOP
      IF former -> j = parts -> i THEN
        kept := times[j + 1];
      END IF;
    END LOOP;
    last := CASE WHEN kept > last THEN kept ELSE greatest(clock_timestamp(), last + interval '1 microsecond') END;
    result := result || last;
  END LOOP;
  RETURN result;
END
$$;

-- Stores a document if the stored revision is the expected one, 0 for none.
-- outcome: done (revision is the new one), conflict (revision is the stored one).
CREATE FUNCTION extension_put(extension text, new_document text, expected bigint, OUT outcome text, OUT revision bigint)
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  d jsonb := new_document;
  part jsonb;
  place text;
  new_versions jsonb;
  new_instances jsonb;
  version_names text[];
  instance_names text[];
  version_times timestamptz[];
  instance_times timestamptz[];
BEGIN
  PERFORM extension_known_members(d, '', 'id', 'type', 'subject', 'timeout_ms', 'retry', 'enabled', 'version', 'config', 'metadata',
    'versions', 'instances');
  IF extension_member(d, '', 'id', 'string') #>> '{}' <> extension THEN
    RAISE EXCEPTION '%', 'id is ' || (d ->> 'id') || ', must be that of the extension' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  IF extension_member(d, '', 'type', 'string') IS NULL THEN
    RAISE EXCEPTION 'type is not there' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  new_versions := coalesce(extension_member(d, '', 'versions', 'array'), '[]');
  new_instances := coalesce(extension_member(d, '', 'instances', 'array'), '[]');
  version_names := extension_names(new_versions, 'versions', 'version');
  instance_names := extension_names(new_instances, 'instances', 'id');

  PERFORM extensions_turn();
  SELECT e.revision INTO revision FROM extensions e WHERE e.id = extension;
  revision := coalesce(revision, 0);
  IF revision <> expected THEN
    outcome := 'conflict';
    RETURN;
  END IF;
  outcome := 'done';
  version_times := extension_times(new_versions, coalesce(extension_versions_of(extension), '[]'),
    (SELECT array_agg(v.created_at ORDER BY v.created_at, v.version) FROM extension_versions v WHERE v.id = extension));
  instance_times := extension_times(new_instances, coalesce(extension_instances_of(extension), '[]'),
    (SELECT array_agg(i.created_at ORDER BY i.created_at, i.instance_id) FROM extension_instances i WHERE i.extension_id = extension));

  PERFORM set_config('beamline.extension_put', 'on', true);
  IF revision = 0 THEN
    INSERT INTO extensions (id, type) VALUES (extension, extension_member(d, '', 'type', 'string') #>> '{}');
  END IF;
  DELETE FROM extension_versions v WHERE v.id = extension AND v.version <> ALL (version_names);
  DELETE FROM extension_instances i WHERE i.extension_id = extension AND i.instance_id <> ALL (instance_names);
  FOR i IN 0 .. jsonb_array_length(new_versions) - 1 LOOP
    part := new_versions -> i;
    place := 'versions[' || i || '].';
    PERFORM extension_known_members(part, place, 'version', 'subject', 'timeout_ms', 'retry', 'config', 'metadata', 'routing_rules',
      'enabled');
    INSERT INTO extension_versions (
      id, version, subject, timeout_ms, retry, config, metadata, routing_rules, enabled, created_at)
    VALUES (
      extension,
      extension_member(part, place, 'version', 'string') #>> '{}',
      extension_member(part, place, 'subject', 'string') #>> '{}',
      extension_member(part, place, 'timeout_ms', 'integer')::integer,
      extension_member(part, place, 'retry', 'integer')::integer,
      extension_member(part, place, 'config', 'object'),
      extension_member(part, place, 'metadata', 'object'),
      extension_member(part, place, 'routing_rules', 'object'),
      coalesce(extension_member(part, place, 'enabled', 'boolean')::boolean, true),
      version_times[i + 1])
    ON CONFLICT (id, version) DO UPDATE SET
      subject = excluded.subject, timeout_ms = excluded.timeout_ms, retry = excluded.retry, config = excluded.config,
      metadata = excluded.metadata, routing_rules = excluded.routing_rules, enabled = excluded.enabled,
      created_at = excluded.created_at;
  END LOOP;
  FOR i IN 0 .. jsonb_array_length(new_instances) - 1 LOOP
    part := new_instances -> i;
    place := 'instances[' || i || '].';
    PERFORM extension_known_members(part, place, 'id', 'subject', 'weight', 'enabled', 'health_status');
    INSERT INTO extension_instances (extension_id, instance_id, subject, weight, enabled, health_status, created_at)
    VALUES (
      extension,
      extension_member(part, place, 'id', 'string') #>> '{}',
      extension_member(part, place, 'subject', 'string') #>> '{}',
      coalesce(extension_member(part, place, 'weight', 'integer')::integer, 100),
      coalesce(extension_member(part, place, 'enabled', 'boolean')::boolean, true),
      extension_member(part, place, 'health_status', 'string') #>> '{}',
      instance_times[i + 1])
    ON CONFLICT (extension_id, instance_id) DO UPDATE SET
      subject = excluded.subject, weight = excluded.weight, enabled = excluded.enabled, health_status = excluded.health_status,
      created_at = excluded.created_at, updated_at = now();
  END LOOP;
  PERFORM set_config('beamline.extension_put', 'off', true);
  UPDATE extensions e SET
    type = extension_member(d, '', 'type', 'string') #>> '{}',
    subject = extension_member(d, '', 'subject', 'string') #>> '{}',
    timeout_ms = extension_member(d, '', 'timeout_ms', 'integer')::integer,
    retry = extension_member(d, '', 'retry', 'integer')::integer,
    enabled = coalesce(extension_member(d, '', 'enabled', 'boolean')::boolean, true),
    version = extension_member(d, '', 'version', 'string') #>> '{}',
    config = extension_member(d, '', 'config', 'object'),
    metadata = extension_member(d, '', 'metadata', 'object'),
    updated_by = session_user,
    -- Of two who put the same over the same revision one is done: a put is numbered whatever it says.
    revision = 0
  WHERE e.id = extension
  RETURNING e.revision INTO revision;
END
$$;

-- Deletes an extension if the stored revision is the expected one.
-- outcome: done (revision is the deleted one), conflict (revision is the stored one, 0 for none).
CREATE FUNCTION extension_delete(extension text, expected bigint, OUT outcome text, OUT revision bigint)
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  PERFORM extensions_turn();
  SELECT e.revision INTO revision FROM extensions e WHERE e.id = extension;
  revision := coalesce(revision, 0);
  IF revision <> expected OR revision = 0 THEN
    outcome := 'conflict';
    RETURN;
  END IF;
  outcome := 'done';
  PERFORM set_config('beamline.extension_put', 'on', true);
  DELETE FROM extension_versions WHERE id = extension;
  DELETE FROM extension_instances WHERE extension_id = extension;
  PERFORM set_config('beamline.extension_put', 'off', true);
  DELETE FROM extensions WHERE id = extension;
END
$$;

INSERT INTO policy_migrations (version, name) VALUES (7, 'V007__extensions.sql');
