package beamline.router.engine.flow;

import beamline.router.spi.ComponentProvider;
import java.util.ServiceLoader;

/** Finds components as a host does. */
public final class Providers {

  private Providers() {}

  /** The one of this kind and name. */
  public static <P extends ComponentProvider<?>> P named(Class<P> kind, String name) {
    return ServiceLoader.load(kind).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
