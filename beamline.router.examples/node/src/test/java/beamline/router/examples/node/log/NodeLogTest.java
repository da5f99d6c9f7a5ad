package beamline.router.examples.node.log;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.LogEvent;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** What becomes of a line in both formats. */
class NodeLogTest {
  private static final String MICROSECONDS = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z";

  @Test
  void aLineOfJsonHasTheFieldsOfTheContract() {
    String line =
        json(
            log ->
                log.atWarn()
                    .addKeyValue(LogEvent.KEY, LogEvent.POLICY_SET_ASIDE)
                    .addKeyValue("tenant_id", "acme")
                    .addKeyValue("latency_ms", 12)
                    .addKeyValue("policy_id", "default")
                    .addKeyValue("headers", Map.of("x-api-key", "k", "list", List.of(1, true)))
                    .log("a policy is \"not\" usable"));
    assertThat(line).endsWith("}\n").hasLineCount(1);
    assertThat(names(line))
        .containsExactly(
            "timestamp",
            "level",
            "component",
            "message",
            "tenant_id",
            "error_code",
            "latency_ms",
            "action",
            "context");
    assertThat(line)
        .containsPattern("^\\{\"timestamp\":\"" + MICROSECONDS + "\",\"level\":\"WARN\",")
        .contains("\"component\":\"router\",\"message\":\"a policy is \\\"not\\\" usable\"")
        .contains("\"tenant_id\":\"acme\",\"error_code\":\"POLICY_SET_ASIDE\",\"latency_ms\":12")
        .contains("\"action\":\"" + LogEvent.POLICY_SET_ASIDE.action() + "\"")
        .contains("\"context\":{\"logger\":\"beamline.router.x\",\"thread\":")
        .contains("\"policy_id\":\"default\"")
        .contains("\"x-api-key\":\"[REDACTED]\"", "\"list\":[1,true]");
  }

  @Test
  void anExceptionIsTextWithoutSecrets() {
    Exception fault = new IllegalStateException("no login with hush at nats://u:p@h");
    String line = json(log -> log.atInfo().setCause(fault).log("failed"));
    assertThat(names(line)).endsWith("context", "exception").doesNotContain("action");
    assertThat(line)
        .hasLineCount(1)
        .contains("IllegalStateException: no login with [REDACTED] at nats://[REDACTED]@h")
        .contains("NodeLogTest");
  }

  @Test
  void aLineOfTextEndsWithItsPairsAndWithWhatToDo() {
    String line =
        text(
            log ->
                log.atWarn()
                    .addKeyValue(LogEvent.KEY, LogEvent.DEAD_LETTER)
                    .addKeyValue("subject", "a.b")
                    .addKeyValue("reason", "it's \"bad\"")
                    .addKeyValue("email", "jane@example.org")
                    .log("a message cannot be processed"));
    assertThat(line)
        .matches(
            MICROSECONDS
                + " WARN beamline\\.router\\.x - a message cannot be processed"
                + " error_code=DEAD_LETTER subject=a\\.b reason=\"it's 'bad'\" email=\\[REDACTED\\]"
                + " action=\"Read the dead letters.*\"\n");
  }

  @Test
  void nobodyForgesALine() {
    String forged = "x\n2026-01-01T00:00:00Z ERROR";
    assertThat(text(log -> log.atInfo().addKeyValue("subject", forged).log(forged)))
        .hasLineCount(1)
        .contains("x?2026", "subject=\"x?2026");
    assertThat(json(log -> log.atInfo().addKeyValue("subject", forged).log(forged)))
        .hasLineCount(1);
  }

  @Test
  void longValuesAreCut() {
    String line = json(log -> log.atInfo().addKeyValue("reason", "a".repeat(50_000)).log("text"));
    assertThat(line.length()).isLessThan(5_000);
  }

  @Test
  void theBackendIsFoundAndTakesWhatOthersLog() {
    assertThat(LoggerFactory.getILoggerFactory()).isInstanceOf(LoggerContext.class);
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    ListAppender<ILoggingEvent> seen = new ListAppender<>();
    seen.start();
    root.addAppender(seen);
    try {
      java.util.logging.Logger.getLogger("io.grpc").warning("from java.util.logging");
      System.getLogger("beamline.router.memory").log(System.Logger.Level.WARNING, "from the JDK");
    } finally {
      root.detachAppender(seen);
    }
    assertThat(seen.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly("from java.util.logging", "from the JDK");
  }

  private static String json(Consumer<org.slf4j.Logger> statement) {
    return line(new JsonFormat(), statement);
  }

  private static String text(Consumer<org.slf4j.Logger> statement) {
    return line(new TextFormat(), statement);
  }

  private static String line(
      Function<LogLine, String> format, Consumer<org.slf4j.Logger> statement) {
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    Logger logger = context.getLogger("beamline.router.x");
    ListAppender<ILoggingEvent> seen = new ListAppender<>();
    seen.start();
    logger.addAppender(seen);
    statement.accept(logger);
    return format.apply(LogLine.of(seen.list.get(0), new Masking(Set.of("hush"))));
  }

  /** The names of the members of the outer object. */
  private static List<String> names(String line) {
    List<String> names = new java.util.ArrayList<>();
    int depth = 0;
    try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), line)) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (token == JsonToken.PROPERTY_NAME && depth == 1) {
          names.add(Objects.requireNonNull(json.currentName()));
        }
      }
    }
    return names;
  }
}
