package beamline.router.engine.extension.call;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.spi.Extension;
import beamline.router.spi.Message;
import beamline.router.spi.Transport;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A call as it is written for the bus. */
final class BusCall implements Attempt {
  private final Transport bus;
  private final Target target;
  private final byte[] body;
  private final Map<String, String> headers;
  private final long fullTimeoutMillis;
  private final Reading reading;
  private final Deadlines deadlines;
  private final LongSupplier nanoTime;

  BusCall(
      Transport bus,
      Target target,
      byte[] body,
      Map<String, String> headers,
      long fullTimeoutMillis,
      Reading reading,
      Deadlines deadlines,
      LongSupplier nanoTime) {
    this.bus = bus;
    this.target = target;
    this.body = body;
    this.headers = headers;
    this.fullTimeoutMillis = fullTimeoutMillis;
    this.reading = reading;
    this.deadlines = deadlines;
    this.nanoTime = nanoTime;
  }

  /** Where an attempt goes. */
  @FunctionalInterface
  interface Target {
    Place choose() throws CallFailure;
  }

  /** What a reply means. */
  @FunctionalInterface
  interface Reading {
    Extension.Reply read(byte[] reply) throws CallFailure;
  }

  @Override
  public CompletionStage<Extension.Reply> within(long timeoutMillis) {
    Place place;
    try {
      place = target.choose();
    } catch (CallFailure e) {
      return CompletableFuture.failedStage(e);
    }
    CompletableFuture<Message> first = sent(place, timeoutMillis);
    ScheduledFuture<?> alarm = first.isDone() ? null : alarm(first, timeoutMillis);
    boolean curtailed = timeoutMillis < fullTimeoutMillis;
    return first.handle(
        (message, fault) -> {
          if (alarm != null) {
            alarm.cancel(false);
          }
          return settled(place, curtailed, message, fault);
        });
  }

  private CompletableFuture<Message> sent(Place place, long timeoutMillis) {
    CompletableFuture<Message> first = new CompletableFuture<>();
    Message message = Message.of(place.subject(), body, headers);
    try {
      bus.request(message, Duration.ofMillis(timeoutMillis))
          .whenComplete(
              (reply, fault) -> {
                if (fault != null) {
                  deadlines.fail(first, fault); // a time-out is told by a timer of the transport
                } else {
                  first.complete(reply);
                }
              });
    } catch (RuntimeException e) {
      first.completeExceptionally(e);
    }
    return first;
  }

  /**
   * The transport has a time-out of its own, which is set before this one: this is for a transport
   * that never completes.
   */
  private @Nullable ScheduledFuture<?> alarm(CompletableFuture<Message> first, long timeoutMillis) {
    try {
      return deadlines.set(first, timeoutMillis);
    } catch (RejectedExecutionException e) {
      first.completeExceptionally(e); // the engine is closing
      return null;
    }
  }

  private Extension.Reply settled(
      Place place, boolean curtailed, @Nullable Message message, @Nullable Throwable fault) {
    try {
      if (message == null) {
        throw failure(fault);
      }
      Extension.Reply reply = reading.read(message.payload());
      place.ended(false, nanoTime.getAsLong());
      return reply;
    } catch (TimeoutException e) {
      note(place, !curtailed);
      throw new CompletionException(e);
    } catch (CallFailure e) {
      note(place, e.blamed());
      throw new CompletionException(e);
    }
  }

  private void note(Place place, boolean blamed) {
    if (blamed) {
      place.ended(true, nanoTime.getAsLong());
    } else {
      place.undecided();
    }
  }

  private CallFailure failure(@Nullable Throwable fault) throws TimeoutException {
    Throwable cause =
        fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
    if (cause instanceof TimeoutException timeout) {
      throw timeout;
    }
    if (!(cause instanceof RouterException e)) {
      String what = cause == null ? "nothing came" : cause.getClass().getName();
      return CallFailure.unblamed(ErrorCode.EXTENSION_ERROR, "could not be called: " + what);
    }
    if (e.code() == ErrorCode.TIMEOUT) {
      throw new TimeoutException();
    }
    if (e.code() != ErrorCode.NATS_UNAVAILABLE) {
      return CallFailure.unblamed(
          ErrorCode.EXTENSION_ERROR, "could not be called: " + e.publicMessage());
    }
    return bus.state() == Transport.State.CONNECTED
        ? CallFailure.of(ErrorCode.EXTENSION_UNAVAILABLE, "is unavailable: nobody serves it")
        : CallFailure.unblamed(
            ErrorCode.EXTENSION_UNAVAILABLE, "is unavailable: the bus is not connected");
  }
}
