package beamline.router.nats.connection;

import io.nats.client.Connection;
import org.jspecify.annotations.Nullable;

/** How connections are made and ended. */
public interface Dialer {
  /** Starts to connect; the link is told how it goes. */
  void dial(NatsLink link);

  /** Connects anew after a pause. */
  void dialLater(NatsLink link);

  /** Ends what was made. */
  void hangUp(NatsLink link, @Nullable Connection connection);
}
