package beamline.router.spi;

/** Creates an {@link AccessStore}. Configuration kind: {@code access-store}. */
public interface AccessStoreProvider extends ComponentProvider<AccessStore> {}
