/** The router itself. Exports nothing: hosts reach it through the API, by service lookup. */
@org.jspecify.annotations.NullMarked
module beamline.router.engine {
  requires static transitive org.jspecify;
  requires beamline.router.spi;
  requires com.github.benmanes.caffeine;
  requires org.slf4j;
  requires tools.jackson.core;
}
