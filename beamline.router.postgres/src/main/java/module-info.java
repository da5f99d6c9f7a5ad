/**
 * Keeps policies, extensions, roles, limits and the audit log in PostgreSQL, on a data source that
 * the host brings.
 */
@org.jspecify.annotations.NullMarked
module beamline.router.postgres {
  requires static transitive org.jspecify;
  requires transitive beamline.router.spi;
  requires transitive java.sql;
  requires org.slf4j;

  exports beamline.router.postgres;

  provides beamline.router.spi.AccessStoreProvider with
      beamline.router.postgres.access.PostgresAccessStoreProvider;
  provides beamline.router.spi.AuditSinkProvider with
      beamline.router.postgres.audit.PostgresAuditSinkProvider;
  provides beamline.router.spi.ExtensionStoreProvider with
      beamline.router.postgres.extension.PostgresExtensionStoreProvider;
  provides beamline.router.spi.PolicyStoreProvider with
      beamline.router.postgres.policy.PostgresPolicyStoreProvider;
  provides beamline.router.spi.TenantStoreProvider with
      beamline.router.postgres.tenant.PostgresTenantStoreProvider;
}
