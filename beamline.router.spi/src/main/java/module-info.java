/**
 * What a third party implements: one contract per kind of component, and a named, prioritised
 * factory for each that {@link java.util.ServiceLoader} finds.
 *
 * <p>Contracts only: no implementation and no dependency beyond the API. The rules of each contract
 * are numbered and tested by the testkit.
 */
@org.jspecify.annotations.NullMarked
module beamline.router.spi {
  requires static transitive org.jspecify;
  requires transitive beamline.router.api;

  exports beamline.router.spi;
}
