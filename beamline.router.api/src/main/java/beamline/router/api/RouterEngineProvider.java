package beamline.router.api;

/**
 * How {@link RouterEngine#builder()} finds the engine: a service with exactly one implementation on
 * the module path or class path. Hosts never call this.
 */
public interface RouterEngineProvider {

  /**
   * Builds an engine.
   *
   * @param config the complete configuration
   * @param environment components, executors, clock and randomness that the host passed in
   * @return an engine that decides at once; its transport, if any, is connected by {@link
   *     RouterEngine#start()}
   * @throws RouterException when a component cannot be chosen or created; the message names it
   */
  RouterEngine create(RouterConfig config, HostEnvironment environment);
}
