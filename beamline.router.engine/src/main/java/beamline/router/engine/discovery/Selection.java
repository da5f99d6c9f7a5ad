package beamline.router.engine.discovery;

import beamline.router.api.RouterComponent;

/** What serves a kind. */
sealed interface Selection<C extends RouterComponent> {

  /** An instance of the host, which stays its owner. */
  record OfHost<C extends RouterComponent>(C component) implements Selection<C> {}

  /** A provider that is to create the component. */
  record OfProvider<C extends RouterComponent>(Found<C> found) implements Selection<C> {}

  /** Nothing, since that is what the configuration says or nothing was found. */
  record Nothing<C extends RouterComponent>() implements Selection<C> {}
}
