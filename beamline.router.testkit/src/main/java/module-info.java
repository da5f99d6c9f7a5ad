/** Contract tests, fakes and a test clock for everybody who implements the SPI. */
@org.jspecify.annotations.NullMarked
module beamline.router.testkit {
  requires static transitive org.jspecify;
  requires transitive beamline.router.spi;
  requires transitive org.junit.jupiter.api;

  exports beamline.router.testkit;
  exports beamline.router.testkit.contract;
  exports beamline.router.testkit.server;
}
