/** A third party's provider, found in a plugin directory. */
@org.jspecify.annotations.NullMarked
module beamline.router.examples.plugin {
  requires static transitive org.jspecify;
  requires beamline.router.spi;
}
