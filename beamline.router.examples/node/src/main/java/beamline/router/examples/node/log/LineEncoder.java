package beamline.router.examples.node.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import java.util.function.Function;

/** Events as lines of a format. */
final class LineEncoder extends EncoderBase<ILoggingEvent> {
  private final Function<LogLine, String> format;
  private final Masking masking;

  LineEncoder(Function<LogLine, String> format, Masking masking) {
    this.format = format;
    this.masking = masking;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    return format.apply(LogLine.of(event, masking)).getBytes(UTF_8);
  }

  @Override
  public byte[] headerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] footerBytes() {
    return new byte[0];
  }
}
