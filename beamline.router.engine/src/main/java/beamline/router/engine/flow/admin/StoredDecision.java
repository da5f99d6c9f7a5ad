package beamline.router.engine.flow.admin;

import beamline.router.engine.json.RawJson;
import beamline.router.engine.question.AdminRefusal;
import beamline.router.engine.question.Asked;
import beamline.router.engine.question.Question;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code get_decision}: the reply to a request that this node answered lately, as it was. A
 * question that says whose message it is is answered for that tenant only. The gateway does not say
 * it: then, unless that is switched off, there is an answer as long as no two tenants have a
 * message of that id, so that nobody is told of another one by mistake.
 */
final class StoredDecision implements Question {
  /** What a question says. */
  static final Set<String> IDS = Set.of("message_id", "request_id", "tenant_id");

  private final RecentDecisions recent;
  private final boolean withoutTenant;

  /**
   * Answers from these decisions.
   *
   * @param withoutTenant whether the question may leave out whose decision it is
   */
  StoredDecision(RecentDecisions recent, boolean withoutTenant) {
    this.recent = recent;
    this.withoutTenant = withoutTenant;
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
    String tenantId = Asked.textOrNull(body, "tenant_id");
    if (tenantId == null && (!withoutTenant || recent.isOfSeveralTenants(id))) {
      throw AdminRefusal.invalid("tenant_id is missing: the id alone does not say which decision");
    }
    byte @Nullable [] reply = recent.find(id, tenantId);
    if (reply == null) {
      throw AdminRefusal.decisionNotFound("no decision is known for this message");
    }
    return new RawJson(new String(reply, StandardCharsets.UTF_8));
  }
}
