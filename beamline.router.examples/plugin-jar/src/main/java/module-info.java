/**
 * A third party's provider: a jar beside the router, found in a plugin directory at run time.
 *
 * <p>It requires the SPI and nothing else; nobody requires it. {@code META-INF/services} says the
 * same to hosts that run on the class path.
 */
@org.jspecify.annotations.NullMarked
module beamline.router.examples.plugin {
  requires static transitive org.jspecify;
  requires beamline.router.spi;

  provides beamline.router.spi.ExtensionProvider with
      beamline.router.examples.plugin.BusinessRulesProvider;
}
