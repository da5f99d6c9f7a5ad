package beamline.router.examples.extensions.service;

import beamline.router.spi.Extension;
import beamline.router.spi.Message;
import beamline.router.spi.Transport;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Serves an extension on a subject, so that routers which name the subject in its record call it
 * over the bus. Every request is answered; one that cannot be read, that the extension fails, or
 * that is one too many, as a call that failed. What an extension throws is logged here and told
 * nobody: it may show what is inside.
 *
 * <pre>{@code
 * Transport transport = NatsComponents.transport(Map.of("url", "nats://127.0.0.1:4222"));
 * transport.connect().toCompletableFuture().join();
 * ExtensionService service =
 *     ExtensionService.serve(transport, "beamline.ext.validator.mine.v1", "mine", new Mine());
 * }</pre>
 *
 * <p>Safe for concurrent use. The transport stays the caller's: drain it to answer what is under
 * way.
 */
public final class ExtensionService implements AutoCloseable {
  /** How long an extension may take: a router waits no longer than this. */
  public static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** How many requests are under way at most; more fail at once. */
  public static final int MOST_AT_ONCE = 1024;

  private static final Map<String, String> HEADERS = Map.of("content-type", "application/json");

  private static final Logger LOG = System.getLogger(ExtensionService.class.getName());

  private final Transport transport;
  private final String subject;
  private final Extension extension;
  private final Semaphore free = new Semaphore(MOST_AT_ONCE);
  private final Transport.Subscription subscription;

  private ExtensionService(
      Transport transport, String subject, String queueGroup, Extension extension) {
    this.transport = transport;
    this.subject = subject;
    this.extension = extension;
    this.subscription = transport.serve(subject, queueGroup, this::take);
  }

  /**
   * Starts to serve.
   *
   * @param transport is connected
   * @param queueGroup services of the same group share the requests
   * @param extension does not block; called on the transport's thread
   */
  public static ExtensionService serve(
      Transport transport, String subject, String queueGroup, Extension extension) {
    return new ExtensionService(transport, subject, queueGroup, extension);
  }

  /** Waits until everything that was taken is answered; false when that takes longer. */
  public boolean awaitAnswers(Duration timeout) throws InterruptedException {
    boolean all = free.tryAcquire(MOST_AT_ONCE, timeout.toMillis(), TimeUnit.MILLISECONDS);
    if (all) {
      free.release(MOST_AT_ONCE);
    }
    return all;
  }

  /** Takes no more requests. Those that are under way are answered. */
  @Override
  public void close() {
    subscription.close();
  }

  private void take(Message message) {
    message.replyTo().ifPresent(inbox -> answer(message.payload(), inbox));
  }

  private void answer(byte[] request, String inbox) {
    if (!free.tryAcquire()) {
      send(inbox, ExtensionWire.failure(MOST_AT_ONCE + " requests are under way"));
      return;
    }
    Extension.Request read;
    try {
      read = ExtensionWire.request(request, TIMEOUT.toMillis());
    } catch (IllegalArgumentException e) {
      send(inbox, ExtensionWire.failure("the request cannot be read: " + e.getMessage()));
      free.release();
      return;
    }
    CompletableFuture<Void> unused =
        call(read)
            .orTimeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
            .handle(this::written)
            .thenAccept(
                reply -> {
                  send(inbox, reply);
                  free.release();
                });
  }

  /** Whatever an extension throws is the failure of this call, and of no other. */
  @SuppressWarnings("CatchingUnchecked")
  private CompletableFuture<Extension.Reply> call(Extension.Request request) {
    try {
      CompletionStage<Extension.Reply> stage = extension.call(request);
      return stage == null
          ? CompletableFuture.failedFuture(new IllegalStateException("returned no stage"))
          : stage.toCompletableFuture().copy();
    } catch (Throwable t) {
      return CompletableFuture.failedFuture(t);
    }
  }

  private byte[] written(Extension.@Nullable Reply reply, @Nullable Throwable fault) {
    if (fault != null) {
      return failed(
          fault instanceof CompletionException && fault.getCause() != null
              ? fault.getCause()
              : fault);
    }
    try {
      return ExtensionWire.reply(Objects.requireNonNull(reply, "it answered nothing"));
    } catch (IllegalArgumentException | NullPointerException e) {
      return failed(e);
    }
  }

  private byte[] failed(Throwable fault) {
    if (fault instanceof TimeoutException) {
      return ExtensionWire.failure("no answer within " + TIMEOUT.toMillis() + " ms");
    }
    LOG.log(Level.ERROR, subject + " failed", fault);
    return ExtensionWire.failure("the extension failed");
  }

  private void send(String inbox, byte[] reply) {
    CompletionStage<Void> unused = transport.publish(Message.of(inbox, reply, HEADERS));
  }
}
