package beamline.router.examples.policy;

import beamline.router.api.ErrorCode;
import beamline.router.api.policy.ReplayReport;
import beamline.router.api.policy.ReplayReport.ProviderShare;
import beamline.router.api.policy.ReplayReport.Side;
import beamline.router.examples.command.Console;
import beamline.router.examples.command.Numbers;
import beamline.router.examples.command.Table;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A report for people. */
final class ReplayText {
  private static final int SHOWN_MOVES = 20;

  private ReplayText() {}

  static void print(String before, String after, ReplayReport report, Console console) {
    console.line(before + " -> " + after);
    console.line("");
    console.line(
        Numbers.count(report.lines(), "line")
            + ": "
            + Numbers.count(report.replayed())
            + " replayed, "
            + Numbers.count(report.ofOtherPolicies())
            + " of other policies, "
            + Numbers.count(report.unreadable())
            + " unreadable"
            + (report.complete() ? "" : "; INTERRUPTED, there are more"));
    report
        .firstUnreadable()
        .forEach(line -> console.line("line " + line.number() + ": " + line.reason()));
    double share = report.replayed() == 0 ? 0 : (double) report.changed() / report.replayed();
    console.line(
        Numbers.count(report.changed(), "request")
            + " of "
            + Numbers.count(report.replayed())
            + " ("
            + Numbers.percent(share)
            + ") would go elsewhere");
    sides(report, console);
    moves(report, console);
  }

  private static void sides(ReplayReport report, Console console) {
    console.line("");
    Table table = new Table("PROVIDER", ">BEFORE", ">SHARE", ">AFTER", ">SHARE");
    Map<String, ProviderShare> was = byId(report.before());
    Map<String, ProviderShare> is = byId(report.after());
    Map<String, ProviderShare> all = new LinkedHashMap<>(was);
    is.forEach(all::putIfAbsent);
    for (String id : all.keySet()) {
      ProviderShare none = new ProviderShare(id, 0, 0);
      ProviderShare before = was.getOrDefault(id, none);
      ProviderShare after = is.getOrDefault(id, none);
      table.row(
          id,
          Numbers.count(before.decisions()),
          Numbers.percent(before.share()),
          Numbers.count(after.decisions()),
          Numbers.percent(after.share()));
    }
    Set<ErrorCode> codes = new TreeSet<>(report.before().refusals().keySet());
    codes.addAll(report.after().refusals().keySet());
    for (ErrorCode code : codes) {
      table.row(
          "refused: " + code.reason(),
          Numbers.count(report.before().refusals().getOrDefault(code, 0L)),
          "",
          Numbers.count(report.after().refusals().getOrDefault(code, 0L)),
          "");
    }
    table.print(console);
    console.line("");
    Side before = report.before();
    Side after = report.after();
    new Table("EXPECTED", ">BEFORE", ">AFTER")
        .row(
            "mean latency, ms",
            number(before.meanLatencyMillis()),
            number(after.meanLatencyMillis()))
        .row("mean cost", number(before.meanCost()), number(after.meanCost()))
        .row("total cost", number(before.totalCost()), number(after.totalCost()))
        .print(console);
  }

  private static Map<String, ProviderShare> byId(Side side) {
    Map<String, ProviderShare> byId = new LinkedHashMap<>();
    side.providers().forEach(provider -> byId.put(provider.providerId(), provider));
    return byId;
  }

  private static void moves(ReplayReport report, Console console) {
    Table table = new Table("FROM", "TO", ">REQUESTS");
    report.moves().stream()
        .limit(SHOWN_MOVES)
        .forEach(move -> table.row(end(move.from()), end(move.to()), Numbers.count(move.count())));
    if (!table.isEmpty()) {
      console.line("");
      table.print(console);
    }
    int more = report.moves().size() - SHOWN_MOVES;
    if (more > 0) {
      console.line("and " + more + " more, which --json lists");
    }
  }

  private static String end(Optional<String> provider) {
    return provider.orElse("(refused)");
  }

  private static String number(double number) {
    return Numbers.number(number);
  }
}
