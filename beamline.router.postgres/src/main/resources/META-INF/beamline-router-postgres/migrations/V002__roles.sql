-- Roles of Beamline Router, who has them, and who created what. Everything is made in the schema that comes first in search_path.

CREATE TABLE rbac_roles (
  role_id     varchar(64) COLLATE "C" PRIMARY KEY,
  role_name   varchar(64) NOT NULL UNIQUE,
  description text        NOT NULL DEFAULT '',
  created_at  timestamptz NOT NULL DEFAULT now(),
  updated_at  timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT rbac_roles_role_id_form CHECK (role_id ~ '^[A-Za-z0-9_-]+$')
);

CREATE TABLE rbac_permissions (
  permission_id   varchar(64) COLLATE "C" PRIMARY KEY,
  permission_name varchar(64) NOT NULL UNIQUE,
  resource_type   varchar(64) NOT NULL,
  action          varchar(64) NOT NULL,
  UNIQUE (resource_type, action)
);

CREATE TABLE rbac_role_permissions (
  role_id       varchar(64) COLLATE "C" NOT NULL REFERENCES rbac_roles ON DELETE CASCADE,
  permission_id varchar(64) COLLATE "C" NOT NULL REFERENCES rbac_permissions,
  PRIMARY KEY (role_id, permission_id)
);

-- The tenant '*' is all of them, and the router as a whole. Whatever is past expires_at does not count and may be deleted.
CREATE TABLE rbac_user_roles (
  user_id     varchar(64)  COLLATE "C" NOT NULL,
  tenant_id   varchar(255) COLLATE "C" NOT NULL,
  role_id     varchar(64)  COLLATE "C" NOT NULL REFERENCES rbac_roles ON DELETE CASCADE,
  assigned_by text         NOT NULL DEFAULT session_user,
  assigned_at timestamptz  NOT NULL DEFAULT now(),
  expires_at  timestamptz,
  PRIMARY KEY (user_id, tenant_id, role_id),
  CONSTRAINT rbac_user_roles_user_id_form CHECK (user_id ~ '^[A-Za-z0-9_-]+$'),
  CONSTRAINT rbac_user_roles_tenant_id_form CHECK (tenant_id = '*' OR tenant_id ~ '^[A-Za-z0-9_.:/-]+$')
);

CREATE INDEX rbac_user_roles_by_tenant ON rbac_user_roles (tenant_id, user_id, role_id);
CREATE INDEX rbac_user_roles_by_role ON rbac_user_roles (role_id);

-- Who created a thing. Whoever may read it may change it, too.
CREATE TABLE rbac_owners (
  tenant_id     varchar(255) COLLATE "C" NOT NULL,
  resource_type varchar(64)  COLLATE "C" NOT NULL,
  resource_id   varchar(255) COLLATE "C" NOT NULL,
  user_id       varchar(64)  COLLATE "C" NOT NULL,
  since         timestamptz  NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, resource_type, resource_id)
);

INSERT INTO rbac_permissions (permission_id, permission_name, resource_type, action)
SELECT id, id, split_part(id, ':', 1), split_part(id, ':', 2)
FROM unnest(ARRAY[
  'policy:read', 'policy:write', 'policy:delete', 'config:read', 'config:write', 'metrics:read', 'audit:read', 'rbac:read',
  'rbac:write', 'extension_registry:read', 'extension_registry:write']) AS id;

-- The built-in roles, to be granted and to be seen. What they mean is in the program: changing them here changes nothing.
INSERT INTO rbac_roles (role_id, role_name, description) VALUES
  ('admin', 'admin', 'may do everything'),
  ('operator', 'operator', 'changes policies and extensions, and watches'),
  ('viewer', 'viewer', 'only watches');

INSERT INTO rbac_role_permissions (role_id, permission_id)
SELECT 'admin', permission_id FROM rbac_permissions
UNION ALL
SELECT 'operator', unnest(ARRAY[
  'policy:read', 'policy:write', 'config:read', 'metrics:read', 'extension_registry:read', 'extension_registry:write'])
UNION ALL
SELECT 'viewer', unnest(ARRAY['policy:read', 'metrics:read', 'extension_registry:read']);

INSERT INTO policy_migrations (version, name) VALUES (2, 'V002__roles.sql');
