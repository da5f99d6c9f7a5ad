import beamline.router.memory.access.MemoryAccessStoreProvider;
import beamline.router.memory.audit.MemoryAuditSinkProvider;
import beamline.router.memory.extension.FileExtensionStoreProvider;
import beamline.router.memory.extension.MemoryExtensionStoreProvider;
import beamline.router.memory.limit.MemoryRateLimiterProvider;
import beamline.router.memory.policy.FilePolicyStoreProvider;
import beamline.router.memory.policy.MemoryPolicyStoreProvider;
import beamline.router.memory.state.MemoryStateStoreProvider;
import beamline.router.memory.tenant.MemoryTenantStoreProvider;
import beamline.router.memory.transport.MemoryTransportProvider;

/** In-memory stores, limiter, audit sink and transport: the embedded default. */
@org.jspecify.annotations.NullMarked
module beamline.router.memory {
  requires static transitive org.jspecify;
  requires beamline.router.spi;
  requires com.github.benmanes.caffeine;

  provides beamline.router.spi.AccessStoreProvider with
      MemoryAccessStoreProvider;
  provides beamline.router.spi.AuditSinkProvider with
      MemoryAuditSinkProvider;
  provides beamline.router.spi.ExtensionStoreProvider with
      MemoryExtensionStoreProvider,
      FileExtensionStoreProvider;
  provides beamline.router.spi.PolicyStoreProvider with
      MemoryPolicyStoreProvider,
      FilePolicyStoreProvider;
  provides beamline.router.spi.RateLimiterProvider with
      MemoryRateLimiterProvider;
  provides beamline.router.spi.StateStoreProvider with
      MemoryStateStoreProvider;
  provides beamline.router.spi.TenantStoreProvider with
      MemoryTenantStoreProvider;
  provides beamline.router.spi.TransportProvider with
      MemoryTransportProvider;
}
