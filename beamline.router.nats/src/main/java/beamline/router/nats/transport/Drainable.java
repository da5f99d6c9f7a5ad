package beamline.router.nats.transport;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Something that takes messages and can finish what it has. */
interface Drainable extends AutoCloseable {

  /** Takes no more; completes when the server knows. */
  CompletionStage<?> stopTaking(Duration timeout);

  /** Whether everything it had taken is done. */
  boolean isFinished();

  @Override
  void close();
}
