package beamline.router.nats.audit;

import beamline.router.api.admin.AuditEntry;
import beamline.router.spi.AuditSink;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Chains in a stream, each on a subject of its own. A message is acknowledged before the next one
 * is published, and names the one it comes after: two writers of one chain cannot fork it.
 */
final class NatsAuditSink implements AuditSink {
  private final AuditStream stream;
  private final Map<String, ChainSubject> chains = new ConcurrentHashMap<>();

  NatsAuditSink(AuditStream stream) {
    this.stream = stream;
  }

  @Override
  public void append(List<AuditEntry> entries) {
    if (!entries.isEmpty()) {
      chain(entries.get(0).chain()).append(entries);
    }
  }

  @Override
  public Optional<AuditEntry> last(String chain) {
    return stream.last(chain).map(EntryMessage::read);
  }

  @Override
  public long read(String chain, long fromIndex, int limit, Consumer<AuditEntry> reader) {
    if (fromIndex < 1 || limit < 1) {
      throw new IllegalArgumentException(
          "fromIndex and limit are " + fromIndex + " and " + limit + ", must be 1 or more");
    }
    ChainSubject known = chains.get(chain);
    ChainSubject read = known == null ? new ChainSubject(chain, stream) : known;
    long next = read.read(fromIndex, limit, reader);
    if (known == null && next > fromIndex) {
      chains.putIfAbsent(chain, read); // names that somebody made up are not kept
    }
    return next;
  }

  @Override
  public List<String> chains() {
    return stream.chains();
  }

  @Override
  public boolean durable() {
    return true;
  }

  @Override
  public Optional<AuditEntry> expired(String chain, long beforeEpochMillis) {
    return chain(chain).expired(beforeEpochMillis);
  }

  @Override
  public void remove(String chain, long toIndex) {
    chain(chain).remove(toIndex);
  }

  @Override
  public void close() {
    stream.close();
  }

  private ChainSubject chain(String chain) {
    return chains.computeIfAbsent(chain, name -> new ChainSubject(name, stream));
  }
}
