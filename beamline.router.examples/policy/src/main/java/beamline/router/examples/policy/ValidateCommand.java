package beamline.router.examples.policy;

import beamline.router.api.policy.Policies;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.api.policy.PolicyPaths;
import beamline.router.api.policy.PolicyProblem;
import beamline.router.api.policy.PolicyReport;
import beamline.router.examples.command.Arguments;
import beamline.router.examples.command.Console;
import beamline.router.examples.command.ExitStatus;
import beamline.router.examples.command.Json;
import beamline.router.examples.command.Numbers;
import beamline.router.examples.command.UsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** {@code beamline-policy validate}. */
final class ValidateCommand implements PolicyCommand {

  private static final String IGNORED = "is ignored, must be TENANT/POLICY.json with names of ids";

  @Override
  public String usage() {
    return """
        Checks policies, each problem in a line: FILE:PATH MESSAGE. Needs no store. A folder without
        policies is a problem; a JSON file in it that is no policy by its name is a warning.

        Usage: beamline-policy validate FILE|DIR... [options]

          FILE              a document; its policy is that of --as, else the one that it names
          DIR               a folder of policies, TENANT/POLICY.json
          --as TENANT/POLICY  the policy of the files
          --strict          what is tolerated with a warning is a problem (policy.strict)
          --json            one JSON object
        """;
  }

  @Override
  public Set<String> options() {
    return Set.of("--as");
  }

  @Override
  public Set<String> flags() {
    return Set.of("--strict");
  }

  @Override
  public Operands operands() {
    return new Operands(1, Integer.MAX_VALUE);
  }

  @Override
  public boolean needsStore(Arguments arguments) {
    return false;
  }

  /**
   * What was found out about a file or a folder.
   *
   * @param read whether a document was read
   */
  private record Checked(
      String label, boolean read, List<PolicyProblem> problems, List<PolicyProblem> warnings) {

    static Checked unread(String label, String message, boolean usable) {
      List<PolicyProblem> found = List.of(new PolicyProblem("", message));
      return new Checked(label, false, usable ? List.of() : found, usable ? found : List.of());
    }

    boolean usable() {
      return problems.isEmpty();
    }
  }

  @Override
  public int run(Policies policies, Arguments arguments, Console console) throws UsageException {
    Optional<String> as = arguments.value("--as");
    List<Checked> checked = new ArrayList<>();
    for (String operand : arguments.operands()) {
      if (Files.isDirectory(Source.path(operand))) {
        checked.addAll(folder(operand, arguments.has("--strict"), policies));
      } else {
        checked.add(check(new Source(operand, document(as, Source.text(operand))), policies));
      }
    }
    boolean usable = checked.stream().allMatch(Checked::usable);
    if (arguments.has("--json")) {
      console.json("ok", usable, "files", checked.stream().map(ValidateCommand::json).toList());
    } else {
      checked.forEach(it -> print(it, console));
      summary(checked, console);
    }
    return usable ? ExitStatus.OK : ExitStatus.NO;
  }

  private static Checked check(Source source, Policies policies) {
    PolicyReport report = policies.check(source.document());
    return new Checked(source.label(), true, report.problems(), report.warnings());
  }

  private static List<Checked> folder(String name, boolean strict, Policies policies)
      throws UsageException {
    Path folder = Source.lookAtFolder(name);
    List<Checked> checked = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        Path path = folder.relativize(file);
        Optional<PolicyKey> key = PolicyPaths.key(path);
        if (key.isPresent()) {
          checked.add(check(Source.file(file.toString(), key.get()), policies));
        } else if (isJson(path)) {
          checked.add(Checked.unread(file.toString(), IGNORED, !strict));
        }
      }
    } catch (IOException | UncheckedIOException e) {
      throw Source.unreadable("folder", name, e);
    }
    if (checked.stream().noneMatch(Checked::read)) {
      checked.add(Checked.unread(name, "has no policies, must have TENANT/POLICY.json", false));
    }
    return checked;
  }

  /** Whether somebody may take it for a policy. What is hidden is nobody's. */
  private static boolean isJson(Path path) {
    for (Path name : path) {
      if (name.toString().startsWith(".")) {
        return false;
      }
    }
    return path.toString().toLowerCase(Locale.ROOT).endsWith(PolicyPaths.SUFFIX);
  }

  private static PolicyDocument document(Optional<String> as, String text) throws UsageException {
    if (as.isPresent()) {
      PolicyKey key = Source.key(as.get());
      return PolicyDocument.of(key.tenantId(), key.policyId(), text);
    }
    byte[] json = text.getBytes(StandardCharsets.UTF_8);
    return PolicyDocument.of(id(json, "tenant_id"), id(json, "policy_id"), text);
  }

  /** What the document calls itself; whatever it is if it does not. */
  private static String id(byte[] json, String name) {
    return Json.member(json, name)
        .map(text -> text.replaceAll("^\"|\"$", ""))
        .filter(PolicyKey::isId)
        .orElse("any");
  }

  private static void print(Checked file, Console console) {
    for (PolicyProblem problem : file.problems()) {
      console.line(Findings.line(file.label(), problem));
    }
    for (PolicyProblem warning : file.warnings()) {
      console.line(Findings.warning(file.label(), warning));
    }
  }

  private static void summary(List<Checked> checked, Console console) {
    long problems = checked.stream().mapToLong(it -> it.problems().size()).sum();
    long warnings = checked.stream().mapToLong(it -> it.warnings().size()).sum();
    console.line(
        Numbers.count(checked.stream().filter(Checked::read).count(), "file")
            + ", "
            + Numbers.count(problems, "problem")
            + ", "
            + Numbers.count(warnings, "warning"));
  }

  private static Map<String, Object> json(Checked file) {
    return Json.object(
        "file",
        file.label(),
        "ok",
        file.usable(),
        "problems",
        Findings.json(file.problems()),
        "warnings",
        Findings.json(file.warnings()));
  }
}
