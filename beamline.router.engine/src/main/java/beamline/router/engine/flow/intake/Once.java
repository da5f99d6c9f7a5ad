package beamline.router.engine.flow.intake;

import beamline.router.api.LogEvent;
import beamline.router.api.ResultKeys;
import beamline.router.engine.flow.FlowContext;
import beamline.router.engine.flow.assignment.AssignmentIds;
import beamline.router.spi.StateStore;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests with the same tenant and idempotency key are one request, at whatever node they arrive:
 * begun in the state store before they are decided, done there when their assignment is stored
 * (routing contract 5.10). Answers are kept at this node too, so that duplicates seldom ask the
 * store. Safe for concurrent use; never blocks.
 */
final class Once {
  private static final Logger LOG = LoggerFactory.getLogger(Once.class);

  /** How long a node may work on a request before another takes over. */
  private static final long LEASE_MILLIS = 30_000;

  /** How long a duplicate waits for another node's answer: well below the gateway's 5 seconds. */
  private static final long FIRST_WAIT_MILLIS = 10;

  private static final int MAX_WAITS = 8;
  private static final byte[] NOTHING = {};
  private static final long MAX_FRONT_BYTES = 64L << 20;
  private static final int ENTRY_BYTES = 256;

  private final StateStore store;
  private final FlowContext context;
  private final AssignmentIds ids;
  private final Duration ttl;
  private final Cache<String, Local> front;

  Once(FlowContext context, AssignmentIds ids) {
    this.context = context;
    this.store = context.stateStore();
    this.ids = ids;
    this.ttl = context.config().get(ResultKeys.IDEMPOTENCY_TTL);
    this.front =
        Caffeine.newBuilder()
            .maximumWeight(MAX_FRONT_BYTES)
            .<String, Local>weigher((key, local) -> ENTRY_BYTES + local.bytes)
            .expireAfterWrite(ttl)
            .ticker(context.nanoTime()::getAsLong)
            .executor(Runnable::run)
            .evictionListener(
                (key, local, cause) -> context.telemetry().idempotencyEvicted("decide"))
            .build();
  }

  /** Finds out whether it is the first. Fails when the store cannot say. */
  CompletionStage<Begin> begin(String tenantId, String idempotencyKey, byte[] body) {
    String key = Digests.key(tenantId, idempotencyKey);
    byte[] fingerprint = Digests.fingerprint(body);
    Local mine = new Local(fingerprint, 0);
    Local known = front.asMap().putIfAbsent(key, mine);
    if (known == null) {
      return first(key, mine);
    }
    if (!Arrays.equals(known.fingerprint, fingerprint)) {
      return CompletableFuture.completedFuture(new Begin.Conflict());
    }
    return known.begin.thenApply(begin -> begin instanceof Begin.First ? new Begin.Busy() : begin);
  }

  private CompletionStage<Begin> first(String key, Local mine) {
    Attempt attempt = new Attempt(key, mine);
    return attempt.run().whenComplete((begin, fault) -> attempt.settle(begin));
  }

  /** What this node knows of a key: the answer, once there is one, for whoever waits for it. */
  private static final class Local {
    private final byte[] fingerprint;
    private final int bytes;
    private final CompletableFuture<Begin> begin = new CompletableFuture<>();

    private Local(byte[] fingerprint, int bytes) {
      this.fingerprint = fingerprint;
      this.bytes = bytes;
    }

    private boolean isOf(Local other) {
      return fingerprint == other.fingerprint;
    }
  }

  /** A request that is the first of its key at this node, on its way through the store. */
  private final class Attempt {
    private final String key;
    private final Local local;
    private final Mark mark;

    private Attempt(String key, Local local) {
      this.key = key;
      this.local = local;
      this.mark = Mark.begun(local.fingerprint, ids.next(), leaseEnd());
    }

    private CompletionStage<Begin> run() {
      return store
          .putIfAbsent(key, mark.toBytes(), ttl)
          .thenCompose(
              put ->
                  put.stored()
                      ? CompletableFuture.completedFuture(lease(mark, put.entry().revision()))
                      : judge(put.entry(), 0));
    }

    private CompletionStage<Begin> judge(StateStore.Entry entry, int waits) {
      Mark found = Mark.of(entry.value());
      if (found == null) {
        return CompletableFuture.completedFuture(new Begin.Conflict());
      }
      boolean same = found.isOf(local.fingerprint);
      if (found.mayBeTaken(context.epochMillis().getAsLong())) {
        return take(same ? found : mark, entry.revision(), waits);
      }
      if (!same) {
        return CompletableFuture.completedFuture(new Begin.Conflict());
      }
      if (found.state() == Mark.State.DONE) {
        return CompletableFuture.completedFuture(
            found.reply().length == 0 ? new Begin.Forgotten() : new Begin.Answered(found.reply()));
      }
      return waits == MAX_WAITS
          ? CompletableFuture.completedFuture(new Begin.Busy())
          : later(FIRST_WAIT_MILLIS << waits).thenCompose(nothing -> again(waits + 1));
    }

    private CompletionStage<Begin> take(Mark found, long revision, int waits) {
      Mark taken = Mark.begun(local.fingerprint, found.assignmentId(), leaseEnd());
      return store
          .compareAndSet(key, revision, taken.toBytes(), ttl)
          .thenCompose(
              done ->
                  // its new revision is not told: read it
                  done ? reread(taken) : again(waits + 1));
    }

    private CompletionStage<Begin> reread(Mark taken) {
      return store
          .get(key)
          .thenApply(
              entry -> entry.map(now -> lease(taken, now.revision())).orElseGet(Begin.Busy::new));
    }

    private CompletionStage<Begin> again(int waits) {
      return waits > MAX_WAITS
          ? CompletableFuture.completedFuture(new Begin.Busy())
          : store
              .get(key)
              .thenCompose(entry -> entry.isPresent() ? judge(entry.get(), waits) : run());
    }

    private Begin lease(Mark held, long revision) {
      return new Begin.First(new StoreLease(this, held, revision));
    }

    /** The first answers its duplicates itself; any other outcome is theirs as well. */
    private void settle(@Nullable Begin begin) {
      if (begin instanceof Begin.First) {
        return;
      }
      if (begin instanceof Begin.Answered answered) {
        keep(answered);
      } else {
        front.asMap().remove(key, local);
      }
      local.begin.complete(begin == null ? new Begin.Busy() : begin);
    }

    private void keep(Begin.Answered answered) {
      Local kept = new Local(local.fingerprint, answered.reply().length);
      kept.begin.complete(answered);
      front.asMap().replace(key, local, kept);
    }

    /** Those that waited asked the same at the same time: they get the same answer. */
    private void abandoned(byte[] reply) {
      front.asMap().computeIfPresent(key, (k, now) -> now.isOf(local) ? null : now);
      local.begin.complete(new Begin.Answered(reply));
    }

    private void write(Mark next, long revision) {
      CompletionStage<Boolean> unused =
          store
              .compareAndSet(key, revision, next.toBytes(), ttl)
              .whenComplete(
                  (done, fault) -> {
                    if (fault != null || !done) {
                      // a duplicate may be decided again; its assignment has the same id
                      LOG.atWarn()
                          .addKeyValue(LogEvent.KEY, LogEvent.IDEMPOTENCY_MARK_NOT_WRITTEN)
                          .addKeyValue(
                              "reason", fault == null ? "another node took over" : fault.toString())
                          .log("an idempotency mark was not written");
                    }
                  });
    }

    private CompletionStage<Void> later(long millis) {
      CompletableFuture<Void> wait = new CompletableFuture<>();
      ScheduledFuture<?> unused =
          context.scheduler().schedule(() -> wait.complete(null), millis, TimeUnit.MILLISECONDS);
      return wait;
    }

    private long leaseEnd() {
      return context.epochMillis().getAsLong() + LEASE_MILLIS;
    }
  }

  /** A lease that is written into the store's entry. */
  private record StoreLease(Attempt attempt, Mark mark, long revision) implements Lease {

    @Override
    public UUID assignmentId() {
      return mark.assignmentId();
    }

    @Override
    public void answered(byte[] reply) {
      Begin.Answered answered = new Begin.Answered(reply);
      attempt.keep(answered);
      attempt.local.begin.complete(answered);
    }

    @Override
    public void complete(byte[] reply) {
      byte[] kept = reply.length <= Mark.MAX_REPLY_BYTES ? reply : NOTHING;
      attempt.write(mark.done(kept), revision);
    }

    @Override
    public void abort(byte[] reply) {
      attempt.abandoned(reply);
      attempt.write(mark.free(), revision);
    }
  }
}
