package beamline.router.postgres;

import beamline.router.postgres.access.PostgresAccessStoreProvider;
import beamline.router.postgres.audit.PostgresAuditSinkProvider;
import beamline.router.postgres.extension.PostgresExtensionStoreProvider;
import beamline.router.postgres.policy.PostgresPolicyStoreProvider;
import beamline.router.postgres.tenant.PostgresTenantStoreProvider;
import beamline.router.spi.AccessStore;
import beamline.router.spi.AuditSink;
import beamline.router.spi.ComponentConfig;
import beamline.router.spi.ExtensionStore;
import beamline.router.spi.PolicyStore;
import beamline.router.spi.TenantStore;
import java.util.Map;
import javax.sql.DataSource;

/**
 * Components for hosts that bring their own data source, with whatever driver and pool they have;
 * pass them to {@code RouterEngine.builder().with(…)}. The data source stays the host's, and so do
 * the settings of its connections: they are given back as they were.
 */
public final class PostgresComponents {

  private PostgresComponents() {}

  /** A policy store on a data source, with the default settings. */
  public static PolicyStore policyStore(DataSource dataSource) {
    return policyStore(dataSource, Map.of());
  }

  /**
   * A policy store on a data source. It keeps one connection for as long as somebody watches it,
   * and takes others for a moment each. How long it waits for one is the data source's own matter.
   *
   * @param settings as below {@code policy-store.postgres.}, such as {@code schema}; those of the
   *     connection itself do not apply
   */
  public static PolicyStore policyStore(DataSource dataSource, Map<String, String> settings) {
    return new PostgresPolicyStoreProvider()
        .on(dataSource, new ComponentConfig("policy-store.postgres.", settings));
  }

  /** An access store on a data source, with the default settings. */
  public static AccessStore accessStore(DataSource dataSource) {
    return accessStore(dataSource, Map.of());
  }

  /**
   * An access store on a data source. It takes a connection for a moment for each call.
   *
   * @param settings as below {@code access-store.postgres.}: {@code schema}, {@code migrate} and
   *     {@code timeout}
   */
  public static AccessStore accessStore(DataSource dataSource, Map<String, String> settings) {
    return new PostgresAccessStoreProvider()
        .on(dataSource, new ComponentConfig("access-store.postgres.", settings));
  }

  /** An audit sink on a data source, with the default settings. */
  public static AuditSink auditSink(DataSource dataSource) {
    return auditSink(dataSource, Map.of());
  }

  /**
   * An audit sink on a data source. It takes a connection for a moment each.
   *
   * @param settings as below {@code audit-sink.postgres.}, such as {@code schema}; those of the
   *     connection itself do not apply
   */
  public static AuditSink auditSink(DataSource dataSource, Map<String, String> settings) {
    return new PostgresAuditSinkProvider()
        .on(dataSource, new ComponentConfig("audit-sink.postgres.", settings));
  }

  /** A tenant store on a data source, with the default settings. */
  public static TenantStore tenantStore(DataSource dataSource) {
    return tenantStore(dataSource, Map.of());
  }

  /**
   * A tenant store on a data source. It keeps one connection for as long as somebody watches it,
   * and takes others for a moment each.
   *
   * @param settings as below {@code tenant-store.postgres.}, such as {@code schema}; those of the
   *     connection itself do not apply
   */
  public static TenantStore tenantStore(DataSource dataSource, Map<String, String> settings) {
    return new PostgresTenantStoreProvider()
        .on(dataSource, new ComponentConfig("tenant-store.postgres.", settings));
  }

  /** An extension store on a data source, with the default settings. */
  public static ExtensionStore extensionStore(DataSource dataSource) {
    return extensionStore(dataSource, Map.of());
  }

  /**
   * An extension store on a data source. It keeps one connection for as long as somebody watches
   * it, and takes others for a moment each.
   *
   * @param settings as below {@code extension-store.postgres.}, such as {@code schema}; those of
   *     the connection itself do not apply
   */
  public static ExtensionStore extensionStore(DataSource dataSource, Map<String, String> settings) {
    return new PostgresExtensionStoreProvider()
        .on(dataSource, new ComponentConfig("extension-store.postgres.", settings));
  }
}
