package beamline.router.engine.analysis;

import static beamline.router.engine.analysis.Documents.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouteDecision;
import beamline.router.api.RouteOutcome;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterEngine;
import beamline.router.api.RouterException;
import beamline.router.api.policy.InvalidPolicyException;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.ReplayReport;
import beamline.router.api.policy.ReplayReport.Move;
import beamline.router.api.policy.ReplayReport.ProviderShare;
import beamline.router.api.policy.ReplayReport.UnreadableLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {
  private static final PolicyDocument BEFORE =
      policy(
          "{'providers':[{'name':'a','weight':70,'latency_ms':100,'cost':0.02},"
              + "{'name':'b','weight':30,'latency_ms':300}],"
              + "'sticky':{'enabled':true,'session_key':'user_id'},"
              + "'fallbacks':[{'when':{'status':'timeout'},'retry':1,'to':'b'}]}");
  private static final PolicyDocument AFTER =
      policy(
          "{'providers':[{'name':'a','weight':20,'latency_ms':100,'cost':0.02},"
              + "{'name':'c','weight':80,'latency_ms':50,'cost':0.001}],"
              + "'constraints':{'labels':{}},"
              + "'sticky':{'enabled':true,'session_key':'user_id'},"
              + "'fallbacks':[{'when':{'status':'timeout'},'retry':0,'to':'c'}]}");

  @TempDir private Path folder;
  private final RouterEngine router = RouterEngine.builder().build();

  @AfterEach
  void close() {
    router.close();
  }

  @Test
  void itsReportIsWhatARecountComesTo() throws IOException {
    List<String> lines = randomLines(5_000);

    ReplayReport report = replay(BEFORE, AFTER, recording(lines));

    assertThat(report).isEqualTo(new Recount(lines).report());
    assertThat(report.complete()).isTrue();
    assertThat(report.changed()).isPositive();
    assertThat(report.unchanged()).isPositive();
    assertThat(report.moves()).hasSizeGreaterThan(3);
    assertThat(report.after().refusals()).containsKey(ErrorCode.NO_PROVIDER_AVAILABLE);
    assertThat(report.unreadable()).isGreaterThan(20);
    assertThat(report.firstUnreadable()).hasSize(20);
    assertThat(report.ofOtherPolicies()).isPositive();
    assertThat(report.replayed() + report.ofOtherPolicies() + report.unreadable())
        .isEqualTo(report.lines());
  }

  @Test
  void theSameDocumentChangesNothing() throws IOException {
    ReplayReport report = replay(BEFORE, BEFORE, recording(randomLines(500)));

    assertThat(report.changed()).isZero();
    assertThat(report.moves()).isEmpty();
    assertThat(report.before()).isEqualTo(report.after());
  }

  @Test
  void recordedDrawsAreUsedInBothForms() throws IOException {
    PolicyDocument even = policy("{'providers':['a','b']}");
    PolicyDocument swapped = policy("{'providers':['b','a']}");
    ReplayReport report =
        replay(even, swapped, recording(List.of(line("'$draw':0.0,"), line("'$draw':0.75,"))));

    assertThat(report.before().providers())
        .containsExactly(new ProviderShare("a", 1, 0.5), new ProviderShare("b", 1, 0.5));
    assertThat(report.moves())
        .containsExactly(
            new Move(Optional.of("a"), Optional.of("b"), 1),
            new Move(Optional.of("b"), Optional.of("a"), 1));
    assertThat(report.before().meanLatencyMillis()).isEqualTo(500);
    assertThat(report.before().totalCost()).isEqualTo(0.02);
  }

  @Test
  void unreadableLinesAreNamedByTheirPlaceInTheFile() throws IOException {
    String much = "x".repeat(70_000);
    Path recording =
        recording(List.of("", line(""), "{}", " \r", line("'$draw':2,"), line(much), "nonsense"));

    RouterConfig small = RouterConfig.builder().set("intake.max-payload-bytes", "1000").build();
    try (RouterEngine strict = RouterEngine.builder().config(small).build()) {
      ReplayReport report =
          strict.policies().analysis().replay(BEFORE, AFTER, recording, progress -> {});

      assertThat(report.lines()).isEqualTo(5);
      assertThat(report.replayed()).isEqualTo(1);
      assertThat(report.firstUnreadable())
          .extracting(UnreadableLine::number)
          .containsExactly(3L, 5L, 6L, 7L);
      assertThat(report.firstUnreadable())
          .extracting(UnreadableLine::reason)
          .satisfiesExactly(
              reason -> assertThat(reason).contains("tenant_id is missing"),
              reason -> assertThat(reason).contains("$draw must be a number from 0"),
              reason -> assertThat(reason).isEqualTo("line has more than 1000 bytes"),
              reason -> assertThat(reason).contains("Schema validation failed"));
    }
  }

  @Test
  void theLastLineNeedsNoEndAndLongLinesArePassedOver() throws IOException {
    String padding = "'pad':'" + "x".repeat(150_000) + "',";
    Path file = folder.resolve("unended.jsonl");
    Files.writeString(file, line(padding) + "\r\n" + line(""));

    assertThat(replay(BEFORE, AFTER, file).replayed()).isEqualTo(2);
  }

  @Test
  void tellsHowFarItIs() throws IOException {
    List<ReplayReport> progress = new ArrayList<>();
    Path recording = recording(java.util.Collections.nCopies(250_000, line("")));

    ReplayReport report =
        router.policies().analysis().replay(BEFORE, AFTER, recording, progress::add);

    assertThat(progress)
        .hasSizeGreaterThanOrEqualTo(2)
        .noneMatch(ReplayReport::complete)
        .extracting(ReplayReport::lines)
        .contains(100_000L, 200_000L)
        .isSorted();
    assertThat(report.lines()).isEqualTo(250_000);
  }

  @Test
  void stopsWhenItsThreadIsInterrupted() throws IOException {
    Path recording = recording(java.util.Collections.nCopies(250_000, line("")));

    ReplayReport report =
        router
            .policies()
            .analysis()
            .replay(BEFORE, AFTER, recording, progress -> Thread.currentThread().interrupt());

    assertThat(Thread.interrupted()).isTrue();
    assertThat(report.complete()).isFalse();
    assertThat(report.lines()).isBetween(1L, 100_000L);
  }

  @Test
  void refusesWhatItCannotReplay() throws IOException {
    Path recording = recording(List.of());
    PolicyDocument other = PolicyDocument.of("acme", "other", AFTER.json());

    assertThatThrownBy(() -> replay(BEFORE, other, recording))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("acme/default and acme/other");
    assertThatThrownBy(() -> replay(BEFORE, policy("{}"), recording))
        .isInstanceOf(InvalidPolicyException.class);
    assertThatThrownBy(() -> replay(BEFORE, AFTER, folder.resolve("none.jsonl")))
        .isInstanceOfSatisfying(
            RouterException.class,
            fault -> assertThat(fault.code()).isEqualTo(ErrorCode.INVALID_REQUEST))
        .hasMessageContaining("none.jsonl cannot be read");
  }

  private ReplayReport replay(PolicyDocument before, PolicyDocument after, Path recording) {
    Consumer<ReplayReport> nobody = progress -> {};
    return router.policies().analysis().replay(before, after, recording, nobody);
  }

  private Path recording(List<String> lines) throws IOException {
    return Files.write(folder.resolve("requests.jsonl"), lines);
  }

  private static String line(String members) {
    return ("{" + members + "'tenant_id':'acme','message':{'message_id':'m','payload':{}}}")
        .replace('\'', '"');
  }

  private static List<String> randomLines(int count) {
    SplittableRandom random = new SplittableRandom(11);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lines.add(randomLine(random));
    }
    return lines;
  }

  private static String randomLine(SplittableRandom random) {
    String draw = random.nextBoolean() ? "'$draw':" + random.nextDouble() + "," : "";
    String user = random.nextBoolean() ? "'user_id':'u" + random.nextInt(50) + "'" : "'n':1";
    return switch (random.nextInt(12)) {
      case 0 -> "{broken";
      case 1 -> "";
      case 2 -> line("'policy_id':'other',");
      case 3 -> line(draw + "'constraints':{'max_cost':0.015},");
      case 4 -> line(draw + "'constraints':{'max_cost':0.00" + random.nextInt(10) + "},");
      case 5, 6 ->
          line(draw + "'context':{'status':'timeout','current_provider':'a'," + user + "},");
      case 7 ->
          ("{'version':'1','request_id':'r','tenant_id':'acme','task':{'type':'t','payload':{'a':1}},"
                  + draw
                  + "'metadata':{"
                  + user
                  + "}}")
              .replace('\'', '"');
      default -> line(draw + "'context':{" + user + "},");
    };
  }

  /** Counts again, line by line, by way of explanations and without any of the replay's code. */
  private final class Recount {
    private final List<String> lines;
    private final Map<String, Long> moves = new TreeMap<>();
    private final Side before = new Side();
    private final Side after = new Side();
    private final List<UnreadableLine> unreadable = new ArrayList<>();
    private long read;
    private long others;
    private long changed;

    Recount(List<String> lines) {
      this.lines = lines;
    }

    ReplayReport report() {
      for (int i = 0; i < lines.size(); i++) {
        if (!lines.get(i).isEmpty()) {
          count(i + 1, lines.get(i));
        }
      }
      long replayed = read - others - unreadable.size();
      return new ReplayReport(
          true,
          read,
          replayed,
          others,
          unreadable.size(),
          unreadable.subList(0, Math.min(20, unreadable.size())),
          replayed - changed,
          changed,
          before.side("a", "b"),
          after.side("a", "c"),
          moves.entrySet().stream()
              .map(it -> move(it.getKey(), it.getValue()))
              .sorted((one, two) -> Long.compare(two.count(), one.count()))
              .toList());
    }

    private void count(long number, String line) {
      read++;
      if (line.contains("broken")) {
        unreadable.add(
            new UnreadableLine(
                number, explain(BEFORE, line).toString().replaceAll("^.*?: |\\]$", "")));
      } else if (line.contains("other")) {
        others++;
      } else {
        double draw = new SplittableRandom(number).nextDouble();
        String drawn =
            line.contains("$draw") ? line : "{\"$draw\":" + draw + "," + line.substring(1);
        RouteOutcome was = explain(BEFORE, drawn);
        RouteOutcome is = explain(AFTER, drawn);
        before.add(was);
        after.add(is);
        if (!provider(was).equals(provider(is))) {
          changed++;
          moves.merge(provider(was) + ">" + provider(is), 1L, Long::sum);
        }
      }
    }

    private RouteOutcome explain(PolicyDocument document, String line) {
      return router
          .policies()
          .analysis()
          .dryRun(document, line.getBytes(StandardCharsets.UTF_8))
          .outcome();
    }

    private static String provider(RouteOutcome outcome) {
      return outcome instanceof RouteDecision decision ? decision.providerId() : "";
    }

    private static Move move(String way, long count) {
      String[] ends = way.split(">", -1);
      return new Move(end(ends[0]), end(ends[1]), count);
    }

    private static Optional<String> end(String provider) {
      return Optional.of(provider).filter(it -> !it.isEmpty());
    }
  }

  private static final class Side {
    private final List<RouteDecision> decisions = new ArrayList<>();
    private long refused;

    void add(RouteOutcome outcome) {
      if (outcome instanceof RouteDecision decision) {
        decisions.add(decision);
      } else {
        refused++;
      }
    }

    ReplayReport.Side side(String... providers) {
      double cost = decisions.stream().mapToDouble(RouteDecision::expectedCost).sum();
      double latency = decisions.stream().mapToDouble(RouteDecision::expectedLatencyMillis).sum();
      List<ProviderShare> shares = new ArrayList<>();
      for (String provider : providers) {
        long count = decisions.stream().filter(it -> it.providerId().equals(provider)).count();
        shares.add(new ProviderShare(provider, count, (double) count / decisions.size()));
      }
      return new ReplayReport.Side(
          decisions.size(),
          shares,
          refused == 0 ? Map.of() : Map.of(ErrorCode.NO_PROVIDER_AVAILABLE, refused),
          latency / decisions.size(),
          cost / decisions.size(),
          cost);
    }
  }
}
