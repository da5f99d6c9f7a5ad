package beamline.router.api;

/**
 * Anything that plugs into the engine: a policy store, a rate limiter, an audit sink, a transport,
 * a state store, a source of extensions, telemetry, a message codec.
 *
 * <p>The marker lets {@link RouterEngineBuilder#with(RouterComponent)} take an instance without
 * this module knowing the service provider interfaces. The engine closes the components that it
 * created itself, never one that the host passed in.
 */
public interface RouterComponent extends AutoCloseable {

  /** Releases what the component holds. Idempotent; must not throw a checked exception. */
  @Override
  default void close() {}
}
