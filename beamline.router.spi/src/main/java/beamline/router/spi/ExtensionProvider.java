package beamline.router.spi;

/**
 * Creates an {@link ExtensionSource}. Configuration kind: {@code extensions}. Unlike the other
 * kinds, all that are found are used.
 */
public interface ExtensionProvider extends ComponentProvider<ExtensionSource> {}
