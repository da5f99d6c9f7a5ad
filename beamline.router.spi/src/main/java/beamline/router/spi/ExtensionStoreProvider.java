package beamline.router.spi;

/** Creates an {@link ExtensionStore}. Configuration kind: {@code extension-store}. */
public interface ExtensionStoreProvider extends ComponentProvider<ExtensionStore> {}
