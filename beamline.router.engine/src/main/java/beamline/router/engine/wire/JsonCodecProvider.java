package beamline.router.engine.wire;

import beamline.router.spi.ComponentContext;
import beamline.router.spi.MessageCodec;
import beamline.router.spi.MessageCodecProvider;

/** Provides the codec {@code json}. */
public final class JsonCodecProvider implements MessageCodecProvider {

  @Override
  public String name() {
    return "json";
  }

  @Override
  public int priority() {
    return EMBEDDED;
  }

  @Override
  public MessageCodec create(ComponentContext context) {
    return new JsonCodec();
  }
}
