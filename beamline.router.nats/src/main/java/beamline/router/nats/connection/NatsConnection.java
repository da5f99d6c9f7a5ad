package beamline.router.nats.connection;

import beamline.router.spi.Transport.State;
import beamline.router.spi.Transport.Subscription;
import io.nats.client.Connection;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is made again when it is lost, and the operations that wait for it meanwhile.
 * Safe for concurrent use; nothing blocks.
 */
public interface NatsConnection extends AutoCloseable {

  /** Connects for the first time. Idempotent; fails with {@code NATS_UNAVAILABLE} once closed. */
  CompletionStage<Void> connect();

  /** Whether it is connected. */
  State state();

  /** Tells every change of the state, in order; what one listener throws is logged. */
  Subscription onState(Consumer<State> listener);

  /** The connection while it can be used at once, which is when the state is connected. */
  @Nullable Connection usable();

  /** The connection, even while it is lost; null before the first and after {@link #close()}. */
  @Nullable Connection current();

  /**
   * Carries an operation out when the connection is back, within the limits of what may wait; for
   * operations that found nothing {@link #usable()}. Fails with {@code NATS_UNAVAILABLE} when it
   * was never connected or is closed, when too many wait, and when it waited too long. Called on no
   * hot path.
   *
   * @param subject what it is about, for errors and counters
   * @param operation takes a usable connection; whatever it throws fails the stage
   */
  <T> CompletionStage<T> whenUsable(
      String subject, Function<Connection, CompletionStage<T>> operation);

  /** Closes it for ever, unless it belongs to the host. Idempotent; from any thread. */
  @Override
  void close();
}
