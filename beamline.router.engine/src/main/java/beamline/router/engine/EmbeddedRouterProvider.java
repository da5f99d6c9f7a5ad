package beamline.router.engine;

import beamline.router.api.HostEnvironment;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterEngine;
import beamline.router.api.RouterEngineProvider;
import beamline.router.engine.discovery.EngineComponents;

/** Found by {@link java.util.ServiceLoader} when a host builds an engine. */
public final class EmbeddedRouterProvider implements RouterEngineProvider {

  /** Called by the service loader. */
  public EmbeddedRouterProvider() {}

  @Override
  public RouterEngine create(RouterConfig config, HostEnvironment environment) {
    EngineComponents components = new EngineComponents(config, environment);
    boolean complete = false;
    try {
      RouterEngine router = new EngineAssembly(config, environment, components).router();
      complete = true;
      return router;
    } finally {
      if (!complete) {
        components.close();
      }
    }
  }
}
