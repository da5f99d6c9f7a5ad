/** The wire messages as protobuf, and the codec that reads and writes them. */
// The library has no descriptor of its own; the distribution supplies one for jlink.
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
@org.jspecify.annotations.NullMarked
module beamline.router.proto {
  requires static transitive org.jspecify;
  requires beamline.router.spi;
  requires transitive com.google.protobuf;
}
