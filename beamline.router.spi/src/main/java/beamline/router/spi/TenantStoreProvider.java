package beamline.router.spi;

/** Creates a {@link TenantStore}. Configuration kind: {@code tenant-store}. */
public interface TenantStoreProvider extends ComponentProvider<TenantStore> {}
