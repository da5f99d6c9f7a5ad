package beamline.router.spi;

/** Creates a {@link Transport}. Configuration kind: {@code transport}. */
public interface TransportProvider extends ComponentProvider<Transport> {}
