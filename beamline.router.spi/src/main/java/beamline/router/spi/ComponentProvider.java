package beamline.router.spi;

import beamline.router.api.RouterComponent;

/**
 * A named, prioritised factory of one kind of component. Found by {@link java.util.ServiceLoader}
 * through the interface of its kind, such as {@link PolicyStoreProvider}.
 *
 * <p>Selection is the same for every kind: an instance given by the host wins; else the provider
 * named in the configuration; else the only one with the highest priority. Two of the same highest
 * priority are an error.
 *
 * @param <C> the kind of component
 */
public interface ComponentProvider<C extends RouterComponent> {
  /** Priority of the embedded default: used when nothing better is there. */
  int EMBEDDED = 0;

  /** Priority of a component that a host added on purpose. */
  int NORMAL = 100;

  /**
   * The name by which the configuration asks for it, such as {@code memory}; lower-case kebab-case.
   */
  String name();

  /** Which one is used when several are found and none is named; the higher wins. */
  default int priority() {
    return NORMAL;
  }

  /**
   * Creates the component. Called at most once per engine; the engine closes what this returns.
   *
   * @throws beamline.router.api.RouterException when the configuration does not suit; the message
   *     names the key
   */
  C create(ComponentContext context);
}
