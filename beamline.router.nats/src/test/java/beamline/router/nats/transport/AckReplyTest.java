package beamline.router.nats.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

final class AckReplyTest {

  @Test
  void theShortFormIsRead() {
    assertEquals(
        new AckReply(3, 1_234, 1_700_000_000_123L, 42),
        AckReply.of("$JS.ACK.ORDERS.worker.3.1234.77.1700000000123456789.42"));
  }

  @Test
  void theFormWithDomainAndAccountIsRead() {
    assertEquals(
        new AckReply(3, 1_234, 1_700_000_000_123L, 42),
        AckReply.of("$JS.ACK.hub.ACCOUNT.ORDERS.worker.3.1234.77.1700000000123456789.42.random"));
  }

  @Test
  void anythingElseIsNoDelivery() {
    for (String other : List.of("", "_INBOX.a.b", "a.b.c.d.e.f.g.h.i", "$JS.ACK.s.c.x.2.3.4.5")) {
      assertThrows(IllegalArgumentException.class, () -> AckReply.of(other), other);
    }
  }
}
