package beamline.router.examples.quickstart;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartTest {
  private static final Path REQUESTS = Path.of("data", "requests.jsonl");

  @TempDir private Path folder;

  @Test
  void theTableHasARowForEveryLineAndStaysInItsColumns() throws IOException {
    Program table = Program.run();
    assertThat(table.status()).isZero();
    assertThat(table.err()).isEmpty();
    List<String> rows = rows(table);
    assertThat(rows).hasSize(shippedLines().size());
    assertThat(table.lines().get(0)).startsWith("REQUEST ").endsWith("WHY");
    for (String row : rows) {
      assertThat(row).doesNotContainPattern("\\p{Cntrl}").hasSizeLessThanOrEqualTo(170);
      for (int gap : List.of(26, 42, 68)) {
        assertThat(row.substring(gap, gap + 2)).as(row).isEqualTo("  ");
        assertThat(row.charAt(gap + 2)).as(row).isNotEqualTo(' ');
      }
    }
  }

  @Test
  void totalsAreThoseOfTheReplies() throws IOException {
    Program json = Program.run("--json");
    assertThat(json.status()).isZero();
    Map<String, Long> recount = new TreeMap<>();
    json.lines().forEach(reply -> recount.merge(Program.verdict(reply), 1L, Long::sum));
    Map<String, Long> told = new TreeMap<>();
    for (String line : json.err().lines().toList()) {
      if (line.startsWith("decided  ") || line.startsWith("refused  ")) {
        String[] words = line.split(" +", -1);
        told.merge(words[1], Long.valueOf(words[words.length - 1]), Long::sum);
      }
    }
    assertThat(told).isEqualTo(recount);
    assertThat(json.err())
        .containsPattern("(?m)^total +" + json.lines().size() + "$")
        .contains("Answered " + json.lines().size() + " lines in ");
    assertThat(json.lines()).hasSize(shippedLines().size());
  }

  @Test
  void everyReplyIsOneJsonObject() {
    Program json = Program.run("--json");
    assertThat(json.out()).endsWith("}\n");
    for (String reply : json.lines()) {
      assertThat(Replies.isObject(reply)).as(reply).isTrue();
    }
  }

  @Test
  void theShippedScenesPlayAsTheyShould() throws IOException {
    List<String> requests = shippedLines();
    List<String> replies = Program.run("--json").lines();
    Map<String, TreeSet<String>> chats = new TreeMap<>();
    int failures = 0;
    int reports = 0;
    for (int i = 0; i < requests.size(); i++) {
      String request = requests.get(i);
      String reply = replies.get(i);
      if (request.contains("\"request_id\":\"chat-")) {
        chats
            .computeIfAbsent(Replies.text(request, "user_id"), user -> new TreeSet<>())
            .add(Replies.text(reply, "provider_id"));
      } else if (request.contains("\"request_id\":\"job-")) {
        assertThat(Program.verdict(reply)).isEqualTo("weighted");
        if (failures == 5) {
          assertThat(reply).as("the breaker is open").doesNotContain("\"onprem\"");
        }
        failures += Replies.text(reply, "provider_id").equals("onprem") ? 1 : 0;
      } else if (request.contains("\"request_id\":\"report-")) {
        assertThat(Program.verdict(reply))
            .isEqualTo(reports++ < 3 ? "weighted" : "circuit_breaker_fallback");
      } else if (request.contains("\"request_id\":\"umb-")) {
        assertThat(Program.verdict(reply)).isEqualTo("unauthorized");
      } else if (request.contains("\"request_id\":\"lost-")) {
        assertThat(Program.verdict(reply)).isEqualTo("policy_not_found");
      } else if (request.contains("\"request_id\":\"burst-")) {
        assertThat(Program.verdict(reply)).isIn("weighted", "rate_limit_exceeded");
      } else if (request.contains("\"request_id\":\"score-")) {
        assertThat(Program.verdict(reply)).isEqualTo("best_score");
        assertThat(reply).doesNotContain("giant_us");
      } else if (request.contains("\"request_id\":\"strict-")) {
        assertThat(Program.verdict(reply)).isEqualTo("decision_failed");
      }
    }
    assertThat(chats).hasSize(6).allSatisfy((user, providers) -> assertThat(providers).hasSize(1));
    assertThat(failures).isEqualTo(5);
  }

  @Test
  void whatWasReportedFailedIsRetriedAndThenReplaced() {
    String failed =
        """
        {"version":"1","tenant_id":"acme","request_id":"r","message":{},"context":{"status":"%s","current_provider":"openai","retry_attempts":%d}}
        """;
    Program json =
        Program.fed(
            failed.formatted("timeout", 0)
                + failed.formatted("503", 1)
                + failed.formatted("5xx", 2)
                + failed.formatted("rate_limited", 1),
            "--requests",
            "-",
            "--json");
    assertThat(json.lines().stream().map(Program::verdict))
        .containsExactly("retry", "retry", "fallback", "fallback");
    assertThat(json.lines().stream().map(reply -> Replies.text(reply, "provider_id")))
        .containsExactly("openai", "openai", "anthropic", "local_llm");
  }

  @Test
  void sharesFollowTheWeights() {
    int count = 40_000;
    String request =
        "{\"version\":\"1\",\"tenant_id\":\"acme\",\"request_id\":\"r\",\"message\":{}}\n";
    Program json = Program.fed(request.repeat(count), "--requests", "-", "--json");
    long openai = json.lines().stream().filter(reply -> reply.contains("\"openai\"")).count();
    assertThat((double) openai / count).isCloseTo(0.7, within(0.0115)); // five sigma
    assertThat(json.err()).containsPattern("acme/default +openai +70 % ");
  }

  @Test
  void noLineOfBytesIsTooMuch() {
    Random random = new Random(11);
    ByteArrayOutputStream input = new ByteArrayOutputStream();
    int lines = 10_000;
    for (int i = 0; i < lines; i++) {
      byte[] line = new byte[random.nextInt(200)];
      random.nextBytes(line);
      for (byte b : line) {
        input.write(b == '\n' ? ' ' : b);
      }
      input.write('\n');
    }
    Program json = Program.fed(input.toByteArray(), "--requests", "-", "--json");
    assertThat(json.status()).isZero();
    assertThat(json.lines()).hasSize(lines).allMatch(Replies::isObject);
    Program table = Program.fed(input.toByteArray(), "--requests", "-");
    assertThat(table.status()).isZero();
    assertThat(rows(table)).hasSize(lines).noneMatch(row -> row.matches(".*\\p{Cntrl}.*"));
  }

  @Test
  void aHugeLineIsRefusedAndTheNextOneDecided() {
    String next = "{\"version\":\"1\",\"tenant_id\":\"acme\",\"request_id\":\"r\",\"message\":{}}";
    String huge = next.replace("{}", "{\"payload\":{\"text\":\"" + "x".repeat(20 << 20) + "\"}}");
    Program json = Program.fed(huge + "\n" + next, "--requests", "-", "--json");
    assertThat(json.status()).isZero();
    assertThat(json.lines()).hasSize(2);
    assertThat(json.lines().get(0)).contains("\"ok\":false", "SCHEMA_VALIDATION_FAILED");
    assertThat(json.lines().get(1)).contains("\"ok\":true");
  }

  @Test
  void standardInputMayBeEmpty() {
    Program json = Program.fed("", "--requests", "-", "--json");
    assertThat(json.status()).isZero();
    assertThat(json.out()).isEmpty();
    Program table = Program.fed("", "--requests", "-");
    assertThat(table.status()).isZero();
    assertThat(table.lines().get(0)).startsWith("REQUEST");
  }

  @Test
  void stepsStandBelowTheirRow() {
    Program table =
        Program.fed(
            "{\"version\":\"1\",\"tenant_id\":\"acme\",\"request_id\":\"r\",\"message\":{}}",
            "--requests",
            "-",
            "--explain");
    assertThat(table.lines().get(1)).startsWith("acme/r ");
    assertThat(table.lines().get(2)).startsWith("    ");
    assertThat(table.out()).containsPattern("(?m)^    select: ");
  }

  @Test
  void policiesComeFromAFolder() throws IOException {
    policy("acme/mine", "{\"providers\": [{\"name\": \"solo\", \"weight\": 1}]}");
    policy("acme/broken", "{\"providers\": [{\"name\": \"solo\", \"weight\": -1}]}");
    Path requests =
        Files.writeString(
            folder.resolve("requests"),
            """
            {"version":"1","tenant_id":"acme","request_id":"a","policy_id":"mine","message":{}}
            {"version":"1","tenant_id":"acme","request_id":"b","policy_id":"broken","message":{}}
            {"version":"1","tenant_id":"acme","request_id":"c","message":{}}
            """);
    Program json =
        Program.run(
            "--policies",
            folder.resolve("policies").toString(),
            "--requests",
            requests.toString(),
            "--json");
    assertThat(json.status()).isZero();
    assertThat(json.lines().stream().map(Program::verdict))
        .containsExactly("weighted", "policy_not_found", "policy_not_found");
    assertThat(json.err()).contains("policy acme/broken is not used: providers[0].weight");
  }

  @Test
  void aFolderWithoutAUsablePolicyIsRefused() throws IOException {
    Program empty = Program.run("--policies", folder.toString());
    assertThat(empty.status()).isEqualTo(2);
    assertThat(empty.err())
        .isEqualTo(
            "quickstart: no policies in '"
                + folder
                + "': expected files like <tenant>/<policy>.json\n");
    policy("acme/broken", "{");
    Program broken = Program.run("--policies", folder.resolve("policies").toString());
    assertThat(broken.status()).isEqualTo(2);
    assertThat(broken.err())
        .contains("policy acme/broken is not used: ")
        .endsWith("none of the policies in '" + folder.resolve("policies") + "' can be used\n");
    assertThat(broken.out()).isEmpty();
  }

  @Test
  void eachFileThatIsNoPolicySaysWhatItIs() throws IOException {
    policy("acme/mine", "{\"providers\": [\"solo\"]}");
    policy("acme/oh no", "{\"providers\": [\"solo\"]}");
    Files.createDirectory(folder.resolve("policies/acme/nested.json"));

    Program told =
        Program.fed("", "--policies", folder.resolve("policies").toString(), "--requests", "-");

    assertThat(told.status()).isZero();
    assertThat(told.err().lines())
        .containsExactly(
            "quickstart: policy acme/nested is not used: it is a folder, not a file",
            "quickstart: policy acme/oh no is not used: the names of the folder and the file must"
                + " be ids: 1 to 255 letters, digits and _ . - : /, where : is written %3A, / is"
                + " %2F, and a dot in front is %2E");
  }

  @Test
  void aRowShowsItsTenantAlsoBehindAByteOrderMark() {
    String request = "\uFEFF{\"version\":\"1\",\"tenant_id\":\"acme\",\"message\":{}}\n";

    Program table = Program.fed(request, "--requests", "-");

    assertThat(table.lines().get(1)).contains("acme", "weighted");
    assertThat(table.out()).contains("Answered 1 line in");
  }

  @Test
  void aClosedPipeEndsTheProgramAsTheSignalWould() {
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    ByteArrayOutputStream err = new ByteArrayOutputStream();

    int status = Quickstart.run(List.of(), InputStream.nullInputStream(), closed, print(err));

    assertThat(status).isEqualTo(141);
    assertThat(err.size()).isZero();
  }

  private static PrintStream print(ByteArrayOutputStream out) {
    return new PrintStream(out, true, UTF_8);
  }

  @Test
  void unusableArgumentsAreAnsweredWithOneSentence() {
    for (List<String> arguments :
        List.of(
            List.of("--nonsense"),
            List.of("--requests", "no/such/file"),
            List.of("--policies", "no/such/folder"),
            List.of("--requests"))) {
      Program refused = Program.run(arguments.toArray(String[]::new));
      assertThat(refused.status()).isEqualTo(2);
      assertThat(refused.out()).isEmpty();
      assertThat(refused.err().lines()).singleElement().asString().startsWith("quickstart: ");
    }
  }

  @Test
  void helpNamesEveryOption() {
    Program help = Program.run("--help");
    assertThat(help.status()).isZero();
    assertThat(help.err()).isEmpty();
    assertThat(help.out())
        .contains("--policies DIR", "--requests FILE", "--json", "--explain", "--help");
  }

  @Test
  void everyShippedPolicyIsInTheIndex() throws IOException {
    Path policies = Path.of("data", "policies");
    try (var files = Files.walk(policies)) {
      List<String> found =
          files
              .filter(file -> file.toString().endsWith(".json"))
              .map(file -> policies.relativize(file).toString().replace(".json", ""))
              .sorted()
              .toList();
      assertThat(Files.readAllLines(policies.resolve("index"))).isEqualTo(found);
    }
  }

  private void policy(String name, String json) throws IOException {
    Path file = folder.resolve("policies/" + name + ".json");
    Files.createDirectories(file.getParent());
    Files.writeString(file, json);
  }

  private static List<String> rows(Program table) {
    return table.lines().stream().skip(1).takeWhile(line -> !line.isEmpty()).toList();
  }

  private static List<String> shippedLines() throws IOException {
    String text = new String(Files.readAllBytes(REQUESTS), ISO_8859_1);
    return List.of(text.substring(0, text.length() - 1).split("\n", -1)).stream()
        .map(line -> new String(line.getBytes(ISO_8859_1), UTF_8))
        .collect(Collectors.toList());
  }
}
