package beamline.router.audit.file;

import beamline.router.spi.AuditSink;
import beamline.router.spi.AuditSinkProvider;
import beamline.router.spi.ComponentContext;
import java.nio.file.Path;
import java.util.Set;

/**
 * The audit sink {@code file}, used when the configuration names it. Configuration: {@code
 * directory}, which is made when it is not there; {@code segment-bytes}, how large a file becomes
 * before the next one begins, 16 MiB unless set.
 */
public final class FileAuditSinkProvider implements AuditSinkProvider {
  private static final int BELOW_EMBEDDED = EMBEDDED - 10;

  /** For {@link java.util.ServiceLoader}. */
  public FileAuditSinkProvider() {}

  @Override
  public String name() {
    return "file";
  }

  @Override
  public int priority() {
    return BELOW_EMBEDDED;
  }

  @Override
  public AuditSink create(ComponentContext context) {
    context.config().onlyKnown(Set.of("directory", "segment-bytes"));
    Path directory =
        Path.of(
            context
                .config()
                .text("directory")
                .orElseThrow(
                    () -> context.config().invalid("directory", "", "the folder of the log")));
    return new FileAuditSink(
        directory, context.config().number("segment-bytes", 16 << 20, 1024, 1L << 40));
  }
}
