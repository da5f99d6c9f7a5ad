package beamline.router.nats.transport;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Something that takes messages and can finish what it has. */
public interface Drainable extends AutoCloseable {

  /**
   * The connection is up again, or another one is in its place. Waits for the server; tried again
   * when it fails.
   */
  void resume(Connection connection) throws IOException, JetStreamApiException;

  /** The connection was lost. */
  default void interrupted() {}

  /** Takes no more; completes when the server knows. */
  CompletionStage<?> stopTaking(Duration timeout);

  /** Whether everything it had taken is done. */
  boolean isFinished();

  @Override
  void close();

  /**
   * Looks whether it still gets what there is: a connection that is up does not say so of a
   * consumer, which may have been at another server of the cluster.
   */
  default void look(Connection connection) throws IOException, JetStreamApiException {}
}
