package beamline.router.memory.audit;

import beamline.router.spi.AuditSink;
import beamline.router.spi.AuditSinkProvider;
import beamline.router.spi.ComponentContext;
import java.util.Set;

/**
 * The audit sink {@code memory}. Configuration: {@code max-records}, 100,000 unless set; {@code
 * overwrite}, whether the oldest record makes room for a new one when it is full, {@code true}
 * unless set.
 */
public final class MemoryAuditSinkProvider implements AuditSinkProvider {

  /** For {@link java.util.ServiceLoader}. */
  public MemoryAuditSinkProvider() {}

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public int priority() {
    return EMBEDDED;
  }

  @Override
  public AuditSink create(ComponentContext context) {
    context.config().onlyKnown(Set.of("max-records", "overwrite"));
    return new MemoryAuditSink(
        (int) context.config().number("max-records", 100_000, 1, 100_000_000),
        context.config().flag("overwrite", true));
  }
}
