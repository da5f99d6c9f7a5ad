package beamline.router.dist;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.testkit.server.NatsServer;
import beamline.router.testkit.server.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command for policies as an operator runs it: the linked image. */
final class PolicyImageTest {
  static final Path IMAGE = House.ROOT.resolve("beamline.router.examples/target/images/policy");
  private static final long MEGABYTE = 1_000_000;

  @TempDir private Path folder;

  @Test
  void storesAndTakesBackOnAFolder() throws Exception {
    Files.createDirectory(folder.resolve("policies"));
    policy("one.json", "[\"openai\"]");
    policy("two.json", "[\"openai\", \"anthropic\"]");

    run("put", "acme/default", "one.json", "--folder", "policies");
    assertThat(run("put", "acme/default", "two.json", "--folder", "policies").out())
        .contains("added   providers[\"anthropic\"]", "stored as revision 2");
    run("rollback", "acme/default", "@1", "--folder", "policies");

    assertThat(Files.readString(folder.resolve("policies/acme/default.json")))
        .isEqualTo(Files.readString(folder.resolve("one.json")));
  }

  @Test
  void storesAndTakesBackOnAServer() throws Exception {
    policy("one.json", "[\"openai\"]");
    try (NatsServer server = NatsServer.start()) {
      String made = "policy-store.nats.manage=true";
      run("put", "acme/default", "one.json", "--nats", server.url(), "--set", made);

      assertThat(run("list", "acme", "--nats", server.url()).out()).contains("acme/default");
    }
  }

  @Test
  void storesAndTakesBackInADatabase() throws Exception {
    policy("one.json", "[\"openai\"]");
    try (PostgresServer server = PostgresServer.start()) {
      List<String> store =
          List.of(
              "--postgres",
              server.url(),
              "--set",
              "policy-store.postgres.user=" + PostgresServer.USER,
              "--set",
              "policy-store.postgres.password=" + PostgresServer.PASSWORD);
      run(store, "put", "acme/default", "one.json", "--set", "policy-store.postgres.migrate=true");

      assertThat(run(store, "history", "acme/default").out()).contains("the first that is kept");
    }
  }

  @Test
  void itsExitStatusIsTheAnswer() throws Exception {
    policy("broken.json", "[]");
    Program invalid = program("validate", "broken.json", "--strict");

    assertThat(invalid.status()).isEqualTo(1);
    assertThat(invalid.out()).startsWith("broken.json:providers is empty");
    assertThat(program("validate").status()).isEqualTo(2);
    assertThat(program("validate", "gone.json").err())
        .isEqualTo("beamline-policy: file 'gone.json' cannot be read: it does not exist\n");
  }

  @Test
  void tellsItsVersion() throws Exception {
    assertThat(run("--version").out()).matches("beamline-policy [0-9].*\\R");
  }

  @Test
  void staysBelowEightyMegabytes() throws IOException {
    try (Stream<Path> files = Files.walk(IMAGE)) {
      long bytes =
          files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
      assertThat(bytes).isBetween(10 * MEGABYTE, 80 * MEGABYTE);
    }
  }

  private void policy(String name, String providers) throws IOException {
    Files.writeString(folder.resolve(name), "{\"providers\": " + providers + "}\n");
  }

  private Program run(List<String> store, String... arguments)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(store);
    return run(all.toArray(String[]::new));
  }

  private Program run(String... arguments) throws IOException, InterruptedException {
    Program program = program(arguments);
    assertThat(program.status()).as(program.out() + program.err()).isZero();
    return program;
  }

  private Program program(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of(IMAGE.resolve("bin/beamline-policy").toString()));
    command.addAll(List.of(arguments));
    return Program.run(command, folder);
  }
}
