package beamline.router.engine.flow.admin;

import beamline.router.engine.json.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code get_decision}: the reply to a request that this node answered lately, as it was. The
 * gateway does not say whose message it asks for; a question that does is answered for that tenant
 * only.
 */
final class StoredDecision implements AdminQuestion {
  private final RecentDecisions recent;

  StoredDecision(RecentDecisions recent) {
    this.recent = recent;
  }

  @Override
  public RawJson answer(Map<String, Object> body) throws AdminRefusal {
    String id = Asked.textOrNull(body, "message_id");
    if (id == null) {
      id = Asked.textOrNull(body, "request_id");
    }
    if (id == null) {
      throw AdminRefusal.invalid("message_id is missing");
    }
    byte @Nullable [] reply = recent.find(id, Asked.textOrNull(body, "tenant_id"));
    if (reply == null) {
      throw AdminRefusal.decisionNotFound("no decision is known for this message");
    }
    return new RawJson(new String(reply, StandardCharsets.UTF_8));
  }
}
