package beamline.router.engine.flow.admin;

import beamline.router.api.AdminKeys;
import beamline.router.api.RouterConfig;
import beamline.router.api.admin.AdminQuestion;
import beamline.router.engine.flow.Flow;
import beamline.router.engine.flow.FlowContext;
import beamline.router.engine.flow.backpressure.Load;
import beamline.router.engine.question.Question;
import beamline.router.engine.question.Questions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Answers what peers ask about a node (routing contract 10.3). All of it only reads. One node of a
 * fleet answers each question; for a decision that it does not know it asks the others.
 */
public final class AdminFlow implements Flow {
  /** How nodes share the questions. */
  static final String QUEUE_GROUP = "router-admin-group";

  private static final String BACKPRESSURE = "beamline.router.v1.status.backpressure";

  private final FlowContext context;

  /** Where nodes ask one another: each hears it. */
  private final String peers;

  private final Map<String, AdminHandler> unserved = new LinkedHashMap<>();

  /** Answers about these parts of a node. */
  public AdminFlow(FlowContext context, Questions questions, RecentDecisions recent, Load load) {
    this.context = context;
    RouterConfig config = context.config();
    ApiKey key = new ApiKey(config.get(AdminKeys.API_KEY).orElse(null));
    String prefix = config.get(AdminKeys.SUBJECT_PREFIX);
    String decisions = config.get(AdminKeys.GET_DECISION_SUBJECT);
    StoredDecision stored =
        new StoredDecision(recent, config.get(AdminKeys.GET_DECISION_WITHOUT_TENANT));
    peers = decisions + ".peers";
    unserved.put(
        decisions,
        new AdminHandler(
            context.transport(), key, stored, new PeerNodes(context.transport(), peers)));
    unserved.put(
        peers, new AdminHandler(context.transport(), key, stored, (message, refusal) -> {}));
    for (AdminQuestion question : AdminQuestion.values()) {
      add(prefix + question.subject(), key, body -> questions.answer(question, body));
    }
    // callers ask it before they send work, not as administrators
    add(
        BACKPRESSURE,
        new ApiKey(null),
        new BackpressureStatus(load, config, context.epochMillis()));
  }

  private void add(String subject, ApiKey key, Question question) {
    unserved.put(subject, new AdminHandler(context.transport(), key, question));
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
    return CompletableFuture.completedFuture(null);
  }
}
