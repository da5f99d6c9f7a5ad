package beamline.router.spi;

/** Creates a {@link StateStore}. Configuration kind: {@code state-store}. */
public interface StateStoreProvider extends ComponentProvider<StateStore> {}
