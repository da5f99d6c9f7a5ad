package beamline.router.grpc;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.admin.AuditEntry;
import beamline.router.spi.AuditSink;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A log whose one chain has as many long entries as somebody asks for, from its oldest on, and
 * counts them.
 */
final class LongAudit implements AuditSink {
  private static final String MAC = "0".repeat(64);
  private static final String BODY =
      "{\"ts\":\"2026-11-28T00:00:00.000Z\",\"tenant_id\":\"acme\",\"actor\":\"ada\","
          + "\"action\":\"upsert\",\"resource_type\":\"policy\",\"resource_id\":\"p\","
          + "\"details\":{\"padding\":\""
          + "x".repeat(4000)
          + "\"}}";

  private final AtomicInteger read = new AtomicInteger();
  private final CountDownLatch released = new CountDownLatch(1);
  private final long oldest;
  private final String trouble;

  /** One that gives its entries, from this one on, once it is released. */
  LongAudit(long oldest) {
    this.oldest = oldest;
    this.trouble = "";
  }

  /** One that is away, and says this. */
  LongAudit(String trouble) {
    this.oldest = 1;
    this.trouble = trouble;
  }

  LongAudit release() {
    released.countDown();
    return this;
  }

  int read() {
    return read.get();
  }

  @Override
  public long read(String chain, long fromIndex, int limit, Consumer<AuditEntry> reader) {
    if (!trouble.isEmpty()) {
      throw new RouterException(ErrorCode.SERVICE_DOWN, trouble);
    }
    await();
    long first = Math.max(fromIndex, oldest);
    for (long index = first; index < first + limit; index++) {
      read.incrementAndGet();
      reader.accept(new AuditEntry(chain, index, 2, "key", index == 1 ? "" : MAC, MAC, BODY));
    }
    return first + limit;
  }

  private void await() {
    try {
      released.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void append(List<AuditEntry> entries) {}

  @Override
  public Optional<AuditEntry> last(String chain) {
    return Optional.empty();
  }

  @Override
  public List<String> chains() {
    return List.of("long");
  }

  @Override
  public boolean durable() {
    return false;
  }

  @Override
  public void close() {}
}
