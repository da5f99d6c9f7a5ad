package beamline.router.examples.node.log;

import beamline.router.api.RouterConfig;
import beamline.router.api.RuntimeKeys;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.List;
import java.util.function.Function;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * The log of the node: one line each on standard error, which is what a supervisor collects. Until
 * the settings are read, text at INFO; Logback finds this class by itself.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class NodeLog extends ContextAwareBase implements Configurator {
  private static final String OURS = "beamline.router";

  /** Kept: the system forgets levels of loggers that nobody holds. */
  private static final java.util.logging.Logger OURS_ELSEWHERE =
      java.util.logging.Logger.getLogger(OURS);

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    write(context, new TextFormat(), new Masking(List.of()), Level.INFO);
    // gRPC, the JDK and its System.Logger
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /** Writes as the settings say, and none of their secrets. Another backend is left as it is. */
  public static void follow(RouterConfig config) {
    ILoggerFactory backend = LoggerFactory.getILoggerFactory();
    if (backend instanceof LoggerContext context) {
      boolean json = config.get(RuntimeKeys.LOG_FORMAT).equals("json");
      Level level = Level.toLevel(config.get(RuntimeKeys.LOG_LEVEL));
      Masking masking = new Masking(Secrets.of(config));
      write(context, json ? new JsonFormat() : new TextFormat(), masking, level);
    }
  }

  private static void write(
      LoggerContext context, Function<LogLine, String> format, Masking masking, Level level) {
    LineEncoder encoder = new LineEncoder(format, masking);
    encoder.setContext(context);
    encoder.start();
    ConsoleAppender<ILoggingEvent> lines = new ConsoleAppender<>();
    lines.setContext(context);
    lines.setTarget("System.err");
    lines.setEncoder(encoder);
    lines.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    root.addAppender(lines);
    // What other libraries debug may be whole messages.
    root.setLevel(level.isGreaterOrEqual(Level.INFO) ? level : Level.INFO);
    context.getLogger(OURS).setLevel(level);
    OURS_ELSEWHERE.setLevel(
        level.isGreaterOrEqual(Level.INFO)
            ? java.util.logging.Level.INFO
            : java.util.logging.Level.FINE);
  }
}
