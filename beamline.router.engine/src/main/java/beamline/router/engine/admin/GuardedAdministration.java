package beamline.router.engine.admin;

import beamline.router.api.LogEvent;
import beamline.router.api.RouterException;
import beamline.router.api.admin.AccessControl;
import beamline.router.api.admin.AdminQuestion;
import beamline.router.api.admin.Administration;
import beamline.router.api.admin.AuditReader;
import beamline.router.api.admin.BudgetControl;
import beamline.router.api.admin.ExtensionControl;
import beamline.router.api.admin.Grant;
import beamline.router.api.admin.LimitControl;
import beamline.router.api.admin.Permission;
import beamline.router.api.admin.RouterControls;
import beamline.router.api.policy.Policies;
import beamline.router.engine.json.JsonWriter;
import beamline.router.engine.question.AdminRefusal;
import beamline.router.engine.question.Asked;
import beamline.router.engine.question.Questions;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The router as one caller may administer it. */
record GuardedAdministration(
    Guard guard,
    Policies policies,
    RouterControls controls,
    AccessControl access,
    LimitControl limits,
    BudgetControl budgets,
    ExtensionControl extensions,
    AuditReader audit,
    Questions questions)
    implements Administration {
  private static final Logger LOG = LoggerFactory.getLogger(GuardedAdministration.class);

  @Override
  public String principal() {
    return guard.principal().id();
  }

  @Override
  public void require(Permission permission, String tenantId) {
    guard.require(permission, "call", new Target(tenantId, permission.resource(), ""));
  }

  @Override
  public String ask(AdminQuestion question, String json) {
    try {
      Map<String, Object> body = Asked.read(json.getBytes(StandardCharsets.UTF_8));
      guard.require(question.permission(), question.subject(), target(question, body));
      return JsonWriter.text(questions.answer(question, body));
    } catch (AdminRefusal e) {
      return JsonWriter.text(e.reply());
    } catch (RouterException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue(LogEvent.KEY, LogEvent.ADMIN_REQUEST_FAILED)
          .addKeyValue("subject", question.subject())
          .setCause(e)
          .log("an administrative request failed");
      return JsonWriter.text(AdminRefusal.internal().reply());
    }
  }

  private static Target target(AdminQuestion question, Map<String, Object> body)
      throws AdminRefusal {
    String tenantId = Asked.idOrNull(body, "tenant_id");
    String policyId = Asked.idOrNull(body, "policy_id");
    return new Target(
        tenantId == null || question == AdminQuestion.EXTENSION_HEALTH
            ? Grant.ALL_TENANTS
            : tenantId,
        question.permission().resource(),
        policyId == null ? "" : policyId);
  }
}
