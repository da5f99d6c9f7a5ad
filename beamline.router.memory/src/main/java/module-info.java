/** In-memory stores, limiter, audit sink and transport: the embedded default. */
@org.jspecify.annotations.NullMarked
module beamline.router.memory {
  requires static transitive org.jspecify;
  requires beamline.router.spi;
  requires com.github.benmanes.caffeine;
}
