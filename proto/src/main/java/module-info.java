/**
 * The messages of the routing contract as protobuf ({@code beamline.flow.v1}, {@code
 * beamline.worker.v1}), and the codec that lets the router read and write them.
 */
// The library has no descriptor of its own; the distribution supplies one for jlink.
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
@org.jspecify.annotations.NullMarked
module beamline.router.proto {
  exports beamline.router.proto;
  exports beamline.router.proto.flow.v1;
  exports beamline.router.proto.worker.v1;

  requires static transitive org.jspecify;
  requires transitive beamline.router.spi;
  requires transitive com.google.protobuf;

  provides beamline.router.spi.MessageCodecProvider with
      beamline.router.proto.ProtobufCodecProvider;
}
