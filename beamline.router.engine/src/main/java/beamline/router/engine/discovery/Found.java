package beamline.router.engine.discovery;

import beamline.router.api.RouterComponent;
import beamline.router.spi.ComponentProvider;

/**
 * A provider that was loaded and said who it is.
 *
 * @param provider the provider
 * @param name its name
 * @param priority its priority
 * @param origin the module or class path location it comes from
 */
record Found<C extends RouterComponent>(
    ComponentProvider<C> provider, String name, int priority, String origin) {

  @Override
  public String toString() {
    return name + " (" + provider.getClass().getName() + " in " + origin + ")";
  }
}
