package beamline.router.dist;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.RouterConfig;
import beamline.router.api.RouterEngine;
import beamline.router.api.policy.PolicyDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command for the audit log as an auditor runs it: the linked image, on a router's own log. */
final class AuditImageTest {
  static final Path IMAGE = House.ROOT.resolve("beamline.router.examples/target/images/audit");
  private static final long MEGABYTE = 1_000_000;
  private static final String SECRET = "audit.hmac-secret=a-secret-of-twenty-one";

  @TempDir private Path folder;

  @Test
  void verifiesWhatARouterWrote() throws Exception {
    record();
    Program verified = program("verify", "audit", "--set", SECRET);
    assertThat(verified.status()).as(verified.out() + verified.err()).isZero();
    assertThat(verified.out()).startsWith("node-1: whole; entries 1 to 3 are good");
    assertThat(program("show", "audit").out()).contains("acme", "host", "policy two");

    Files.writeString(
        folder.resolve("anchor"), program("checkpoint", "audit", "--set", SECRET).out());
    Path segment = folder.resolve("audit/node-1/00000000000000000001.jsonl");
    Files.write(segment, Files.readAllLines(segment).subList(0, 2));
    Program truncated = program("verify", "audit", "--set", SECRET, "--anchor", "anchor");
    assertThat(truncated.status()).isEqualTo(1);
    assertThat(truncated.out()).contains("truncated: entry 3 is missing");
  }

  @Test
  void staysBelowEightyMegabytes() throws IOException {
    try (Stream<Path> files = Files.walk(IMAGE)) {
      long bytes =
          files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
      assertThat(bytes).isBetween(10 * MEGABYTE, 80 * MEGABYTE);
    }
  }

  private void record() {
    RouterConfig config =
        RouterConfig.builder()
            .set("policy-store", "memory")
            .set("audit-sink", "file")
            .set("audit-sink.file.directory", folder.resolve("audit").toString())
            .set("audit.chain", "node-1")
            .set("audit.hmac-secret", SECRET.substring(SECRET.indexOf('=') + 1))
            .build();
    try (RouterEngine router = RouterEngine.builder().config(config).build()) {
      for (String policy : List.of("one", "two", "three")) {
        router
            .policies()
            .put(
                PolicyDocument.of(
                    "acme", policy, "{\"providers\": [{\"name\": \"openai\", \"weight\": 1}]}"));
      }
    }
  }

  private Program program(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(IMAGE.resolve("bin/beamline-audit").toString()));
    command.addAll(List.of(arguments));
    return Program.run(command, folder);
  }
}
