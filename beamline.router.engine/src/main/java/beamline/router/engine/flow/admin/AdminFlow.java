package beamline.router.engine.flow.admin;

import beamline.router.api.AdminKeys;
import beamline.router.api.LogEvent;
import beamline.router.api.RouterConfig;
import beamline.router.api.admin.AdminQuestion;
import beamline.router.api.admin.Grant;
import beamline.router.api.admin.Health;
import beamline.router.api.admin.Permission;
import beamline.router.engine.admin.Administrations;
import beamline.router.engine.flow.Flow;
import beamline.router.engine.flow.FlowContext;
import beamline.router.engine.flow.Underway;
import beamline.router.engine.flow.backpressure.Load;
import beamline.router.engine.json.RawJson;
import beamline.router.engine.question.AdminRefusal;
import beamline.router.engine.question.Asked;
import beamline.router.spi.Message;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers what peers ask about a node (routing contract 10.3). All of it only reads. One node of a
 * fleet answers each question; for a decision that it does not know it asks the others.
 *
 * <p>The four questions of administrators are answered to whoever may ask them. They are not served
 * at all where nobody could show anything.
 */
public final class AdminFlow implements Flow {
  /** How nodes share the questions. */
  static final String QUEUE_GROUP = "router-admin-group";

  private static final Logger LOG = LoggerFactory.getLogger(AdminFlow.class);
  private static final String BACKPRESSURE = "beamline.router.v1.status.backpressure";
  private static final String CLOSED =
      "the administration subjects are not served, since nobody can show who asks: set "
          + AdminKeys.API_KEY
          + " or "
          + AdminKeys.CREDENTIALS_FILE
          + ", or "
          + AdminKeys.ANONYMOUS
          + " = true to let everybody look";

  private final FlowContext context;
  private final Administrations administrations;
  private final Underway underway = new Underway();
  private final boolean open;

  /** Where nodes ask one another: each hears it. */
  private final String peers;

  private final Map<String, AdminHandler> unserved = new LinkedHashMap<>();

  /** Answers about these parts of a node. */
  public AdminFlow(
      FlowContext context, Administrations administrations, RecentDecisions recent, Load load) {
    this.context = context;
    this.administrations = administrations;
    RouterConfig config = context.config();
    String decisions = config.get(AdminKeys.GET_DECISION_SUBJECT);
    peers = decisions + ".peers";
    addDecisions(decisions, recent);
    // callers ask it before they send work, not as administrators
    BackpressureStatus backpressure = new BackpressureStatus(load, config, context.epochMillis());
    add(BACKPRESSURE, Runnable::run, (message, body) -> backpressure.answer(body));
    open =
        config.get(AdminKeys.ANONYMOUS)
            || config.get(AdminKeys.API_KEY).isPresent()
            || config.get(AdminKeys.CREDENTIALS_FILE).isPresent();
    if (open) {
      for (AdminQuestion question : AdminQuestion.values()) {
        add(
            config.get(AdminKeys.SUBJECT_PREFIX) + question.subject(),
            context.executor(),
            (message, body) -> ask(question, message, body));
      }
    }
  }

  private RawJson ask(AdminQuestion question, Message message, Map<String, Object> body) {
    return new RawJson(
        administrations
            .of(ShownCredentials.in(message, body))
            .ask(question, new String(message.payload(), StandardCharsets.UTF_8)));
  }

  /** The gateway shows nothing when it asks for a decision, so that has a switch of its own. */
  private void addDecisions(String subject, RecentDecisions recent) {
    RouterConfig config = context.config();
    boolean authenticated = config.get(AdminKeys.GET_DECISION_AUTHENTICATED);
    Executor executor = authenticated ? context.executor() : Runnable::run;
    StoredDecision stored =
        new StoredDecision(recent, config.get(AdminKeys.GET_DECISION_WITHOUT_TENANT));
    AdminHandler.Answers answers =
        (message, body) -> {
          if (authenticated) {
            requireReader(message, body);
          }
          return stored.answer(body);
        };
    add(subject, executor, answers, new PeerNodes(context.transport(), peers));
    // the node that asks has found out whether it may be told
    add(peers, Runnable::run, (message, body) -> stored.answer(body), (message, refusal) -> {});
  }

  private void requireReader(Message message, Map<String, Object> body) throws AdminRefusal {
    String tenantId = Asked.idOrNull(body, "tenant_id");
    administrations.require(
        ShownCredentials.in(message, body),
        Permission.POLICY_READ,
        "get_decision",
        tenantId == null ? Grant.ALL_TENANTS : tenantId);
  }

  private void add(String subject, Executor executor, AdminHandler.Answers answers) {
    add(
        subject,
        executor,
        answers,
        (message, refusal) -> {
          throw new IllegalStateException("only decisions can be known elsewhere");
        });
  }

  private void add(
      String subject,
      Executor executor,
      AdminHandler.Answers answers,
      AdminHandler.Unknown unknown) {
    unserved.put(
        subject, new AdminHandler(context.transport(), executor, underway, answers, unknown));
  }

  @Override
  public String name() {
    return "admin";
  }

  @Override
  public boolean durable() {
    return false;
  }

  /** When it fails half way, the next call goes on where it stopped. */
  @Override
  public synchronized CompletionStage<Void> start() {
    unserved
        .entrySet()
        .removeIf(
            entry -> {
              String group = entry.getKey().equals(peers) ? "" : QUEUE_GROUP;
              context.transport().serve(entry.getKey(), group, entry.getValue());
              return true;
            });
    if (!open) {
      LOG.atWarn().addKeyValue(LogEvent.KEY, LogEvent.ADMIN_CLOSED).log(CLOSED);
    }
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<Void> finished() {
    return underway.idle();
  }

  @Override
  public Health.Component health() {
    return open
        ? Flow.super.health()
        : new Health.Component(name(), Health.Status.UP, "started; " + CLOSED);
  }
}
