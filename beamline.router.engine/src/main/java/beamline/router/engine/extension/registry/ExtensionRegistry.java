package beamline.router.engine.extension.registry;

import beamline.router.api.LogEvent;
import beamline.router.api.admin.ExtensionDocument;
import beamline.router.engine.store.StoreReading;
import beamline.router.spi.ExtensionStore;
import beamline.router.spi.Telemetry;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The extensions that are registered, one immutable snapshot that each change replaces as a whole:
 * no look-up finds it half changed, and none takes a lock. A document that is not valid leaves in
 * force what was there before it, unless it says that the extension is not enabled. Safe for
 * concurrent use.
 */
public final class ExtensionRegistry implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ExtensionRegistry.class);

  private final ExtensionStore store;
  private final RecordParser parser;
  private final StoreReading reading;
  private final Telemetry telemetry;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Snapshot snapshot;
  private volatile ExtensionStore.@Nullable Watch watch;
  private volatile boolean closed;

  /**
   * What is registered.
   *
   * @param records by id
   * @param faults why documents are not valid, by id
   */
  private record Snapshot(Map<String, ExtensionRecord> records, Map<String, String> faults) {}

  /** Nothing is known before {@link #start}. */
  public ExtensionRegistry(
      ExtensionStore store,
      RecordParser parser,
      Executor executor,
      ScheduledExecutorService scheduler,
      Telemetry telemetry) {
    this.store = store;
    this.telemetry = telemetry;
    this.parser = parser;
    this.reading = new StoreReading("registered extensions", this::load, executor, scheduler);
  }

  /** Reads the store, now or as soon as it can be read, and follows it from then on. */
  public void start() {
    reading.run();
  }

  /** Reads the store now. */
  public void load() {
    boolean read = false;
    lock.lock();
    try {
      if (watch == null) {
        watch = store.watch(reading::again); // first, so that no change falls between
        if (closed) {
          endWatch(); // whoever closed this meanwhile has seen none
        }
      }
      take(store.current());
      read = true;
    } finally {
      lock.unlock();
      telemetry.extensionsRead(read, records().size());
    }
  }

  /** Reads the store now, or as soon as that is possible. */
  public void refresh() {
    try {
      load();
    } catch (RuntimeException e) {
      LOG.debug("registered extensions are read later", e);
      reading.again();
    }
  }

  private void take(ExtensionStore.Contents contents) {
    Map<String, ExtensionRecord> records = new TreeMap<>();
    Map<String, String> faults = new TreeMap<>();
    for (ExtensionDocument document : contents.documents()) {
      take(parser.stored(document), records, faults);
    }
    contents
        .unreadable()
        .forEach((id, why) -> take(ExtensionRecord.faulty(id, why, true), records, faults));
    Snapshot before = snapshot;
    faults.forEach(
        (id, fault) -> {
          if (before == null || !fault.equals(before.faults.get(id))) {
            LOG.atWarn()
                .addKeyValue(LogEvent.KEY, LogEvent.EXTENSION_INVALID)
                .addKeyValue("extension_id", id)
                .addKeyValue("reason", fault)
                .log("a registered extension is not valid");
          }
        });
    snapshot = new Snapshot(Map.copyOf(records), faults);
  }

  private void take(
      ExtensionRecord read, Map<String, ExtensionRecord> records, Map<String, String> faults) {
    ExtensionRecord record = read;
    if (read.fault() != null) {
      faults.put(read.id(), read.fault());
      ExtensionRecord former = find(read.id());
      boolean goesOn = former != null && former.fault() == null && read.enabled();
      record = goesOn ? former : read;
    }
    records.put(read.id(), record);
  }

  /** What is registered under an id; null when nothing is, or nothing is known. */
  public @Nullable ExtensionRecord find(String id) {
    Snapshot now = snapshot;
    return now == null ? null : now.records.get(id);
  }

  /** Whether the store could be read so far. */
  public boolean isKnown() {
    return snapshot != null;
  }

  /** What is registered, in no order. */
  public Collection<ExtensionRecord> records() {
    Snapshot now = snapshot;
    return now == null ? List.of() : now.records.values();
  }

  /** The ids whose documents are not valid. */
  public Set<String> invalid() {
    Snapshot now = snapshot;
    return now == null ? Set.of() : now.faults.keySet();
  }

  /** Why changes are not followed at the moment; empty while all is well. */
  public Optional<String> trouble() {
    return reading.trouble().or(store::trouble);
  }

  @Override
  public void close() {
    closed = true;
    reading.close();
    endWatch();
  }

  private void endWatch() {
    ExtensionStore.Watch open = watch;
    if (open != null) {
      open.close();
    }
  }
}
