package beamline.router.proto;

import beamline.router.spi.ComponentContext;
import beamline.router.spi.MessageCodec;
import beamline.router.spi.MessageCodecProvider;

/** Provides the codec {@code protobuf}. */
public final class ProtobufCodecProvider implements MessageCodecProvider {

  /** For the service loader. */
  public ProtobufCodecProvider() {}

  @Override
  public String name() {
    return "protobuf";
  }

  @Override
  public MessageCodec create(ComponentContext context) {
    return new ProtobufCodec();
  }
}
