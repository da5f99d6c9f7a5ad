package beamline.router.examples.scenarios;

import beamline.router.spi.Message;
import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamSubscription;
import io.nats.client.PushSubscribeOptions;
import io.nats.client.api.MessageInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads what the streams of a server hold, with nothing of ours in between. */
final class StoredMessages {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Connection connection;

  StoredMessages(Connection connection) {
    this.connection = connection;
  }

  List<Message> of(String subject) {
    List<Message> messages = new ArrayList<>();
    try {
      JetStreamManagement management = connection.jetStreamManagement();
      for (String stream : management.getStreamNames(subject)) {
        read(management, stream, subject, messages);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JetStreamApiException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return messages;
  }

  private void read(
      JetStreamManagement management, String stream, String subject, List<Message> into)
      throws IOException, JetStreamApiException, InterruptedException {
    long last = lastOf(management, stream, subject);
    if (last == 0) {
      return;
    }
    JetStream jetStream = connection.jetStream();
    JetStreamSubscription subscription =
        jetStream.subscribe(
            subject, PushSubscribeOptions.builder().stream(stream).ordered(true).build());
    try {
      while (true) {
        io.nats.client.Message next = subscription.nextMessage(PATIENCE);
        if (next == null) {
          throw new AssertionError(stream + " is silent before " + last);
        }
        into.add(NatsBus.message(next));
        if (next.metaData().streamSequence() >= last) {
          return;
        }
      }
    } finally {
      subscription.unsubscribe();
    }
  }

  private static long lastOf(JetStreamManagement management, String stream, String subject)
      throws IOException, JetStreamApiException {
    try {
      MessageInfo last = management.getLastMessage(stream, subject);
      return last.getSeq();
    } catch (JetStreamApiException e) {
      if (e.getErrorCode() == 404) {
        return 0;
      }
      throw e;
    }
  }
}
