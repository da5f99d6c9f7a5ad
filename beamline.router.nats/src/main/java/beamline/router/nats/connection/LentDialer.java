package beamline.router.nats.connection;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener.Events;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection of the host's, which is never closed here.
 *
 * @param whenClosed what is to be closed after the link
 */
public record LentDialer(Connection connection, Runnable whenClosed) implements Dialer {
  private static final Logger LOG = LoggerFactory.getLogger(LentDialer.class);

  @Override
  public void dial(NatsLink link) {
    connection.addConnectionListener(link);
    if (connection.getStatus() == Connection.Status.CONNECTED) {
      link.told(connection, Events.CONNECTED);
    }
  }

  @Override
  public void dialLater(NatsLink link) {
    // the host closed it, and makes another one if it wants one
  }

  @Override
  public void hangUp(NatsLink link, @Nullable Connection current) {
    connection.removeConnectionListener(link);
    try {
      connection.flushBuffer();
    } catch (IOException | RuntimeException e) {
      LOG.debug("the last messages could not be flushed", e);
    }
    whenClosed.run();
  }
}
