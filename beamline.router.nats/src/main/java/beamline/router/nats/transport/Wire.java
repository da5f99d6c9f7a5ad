package beamline.router.nats.transport;

import beamline.router.spi.Message;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Our messages as the client's, and back. Payloads are not copied. */
final class Wire {
  private Wire() {}

  static NatsMessage out(Message message, @Nullable String replyTo) {
    Headers headers = null;
    if (!message.headers().isEmpty()) {
      headers = new Headers();
      for (Map.Entry<String, String> header : message.headers().entrySet()) {
        headers.put(header.getKey(), header.getValue());
      }
    }
    return new NatsMessage(message.subject(), replyTo, headers, message.payload());
  }

  static Message in(io.nats.client.Message message) {
    Message ours = stored(message);
    String replyTo = message.getReplyTo();
    return replyTo == null || replyTo.isEmpty() ? ours : ours.replyTo(replyTo);
  }

  /** As it was published: the subject for the answer to a delivery is the server's business. */
  static Message stored(io.nats.client.Message message) {
    byte[] data = message.getData();
    byte[] payload = data == null ? new byte[0] : data;
    Headers headers = message.getHeaders();
    if (headers == null || headers.isEmpty()) {
      return Message.of(message.getSubject(), payload);
    }
    Map<String, String> first = new LinkedHashMap<>();
    for (String name : headers.keySet()) {
      List<String> values = headers.get(name);
      if (values != null && !values.isEmpty()) {
        first.putIfAbsent(name, values.get(0));
      }
    }
    return Message.of(message.getSubject(), payload, first);
  }

  /** Bytes of payload and headers, as the server counts them against its limit. */
  static long size(Message message) {
    long size = message.payload().length;
    if (!message.headers().isEmpty()) {
      size += "NATS/1.0\r\n\r\n".length();
      for (Map.Entry<String, String> header : message.headers().entrySet()) {
        size += header.getKey().length() + header.getValue().length() + 3; // ":" and a line's end
      }
    }
    return size;
  }
}
