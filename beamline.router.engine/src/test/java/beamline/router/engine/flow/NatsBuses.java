package beamline.router.engine.flow;

import beamline.router.testkit.server.NatsServer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One real server for all tests of a class, with an account for each: accounts share nothing, so
 * that every test finds a new bus.
 */
final class NatsBuses implements BeforeAllCallback, AfterAllCallback {
  private static final int ACCOUNTS = 100;

  private NatsServer server;
  private int used;

  @Override
  public void beforeAll(ExtensionContext context) {
    server = NatsServer.start("accounts {\n" + accounts() + "\n}");
  }

  @Override
  public void afterAll(ExtensionContext context) {
    server.close();
  }

  /** A bus that nobody has used. */
  NatsBus next() {
    if (used == ACCOUNTS) {
      throw new IllegalStateException("more than " + ACCOUNTS + " tests in a class");
    }
    return new NatsBus(server.url(), user(used++));
  }

  private static String accounts() {
    return IntStream.range(0, ACCOUNTS)
        .mapToObj(
            number ->
                "  A%d { jetstream: enabled, users: [ { user: %s, password: %s } ] }"
                    .formatted(number, user(number), NatsBus.PASSWORD))
        .collect(Collectors.joining("\n"));
  }

  private static String user(int number) {
    return "user-" + number;
  }
}
