package beamline.router.spi;

/** Creates a {@link PolicyStore}. Configuration kind: {@code policy-store}. */
public interface PolicyStoreProvider extends ComponentProvider<PolicyStore> {}
