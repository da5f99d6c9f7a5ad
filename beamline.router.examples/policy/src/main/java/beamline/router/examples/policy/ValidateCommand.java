package beamline.router.examples.policy;

import beamline.router.api.RouterEngine;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.api.policy.PolicyPaths;
import beamline.router.api.policy.PolicyProblem;
import beamline.router.api.policy.PolicyReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** {@code beamline-policy validate}. */
final class ValidateCommand implements Command {

  @Override
  public String usage() {
    return """
        Checks policies, each problem in a line: FILE:PATH MESSAGE. Needs no store.

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

  /** A file that was checked. */
  private record Checked(Source source, PolicyReport report) {}

  @Override
  public int run(RouterEngine router, Arguments arguments, Console console) throws UsageException {
    List<Checked> checked = new ArrayList<>();
    for (Source source : sources(arguments)) {
      checked.add(new Checked(source, router.policies().check(source.document())));
    }
    boolean usable = checked.stream().allMatch(it -> it.report().usable());
    if (arguments.has("--json")) {
      console.line(
          Json.text(
              Json.object(
                  "ok", usable, "files", checked.stream().map(ValidateCommand::json).toList())));
    } else {
      checked.forEach(it -> print(it, console));
      summary(checked, console);
    }
    return usable ? BeamlinePolicy.OK : BeamlinePolicy.NO;
  }

  private static List<Source> sources(Arguments arguments) throws UsageException {
    Optional<String> as = arguments.value("--as");
    List<Source> sources = new ArrayList<>();
    for (String operand : arguments.operands()) {
      if (Files.isDirectory(Source.path(operand))) {
        sources.addAll(folder(operand));
      } else {
        String text = Source.text(operand);
        sources.add(new Source(operand, document(as, text)));
      }
    }
    return sources;
  }

  private static List<Source> folder(String name) throws UsageException {
    Path folder = Source.path(name);
    List<Source> sources = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder, 2)) {
      for (Path file : files.sorted().toList()) {
        Optional<PolicyKey> key = PolicyPaths.key(folder.relativize(file));
        if (key.isPresent() && Files.isRegularFile(file)) {
          sources.add(Source.file(file.toString(), key.get()));
        }
      }
    } catch (IOException e) {
      throw new UsageException("folder '" + name + "' cannot be read");
    }
    return sources;
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
    for (PolicyProblem problem : file.report().problems()) {
      console.line(Findings.line(file.source().label(), problem));
    }
    for (PolicyProblem warning : file.report().warnings()) {
      console.line(Findings.warning(file.source().label(), warning));
    }
  }

  private static void summary(List<Checked> checked, Console console) {
    long problems = checked.stream().mapToLong(it -> it.report().problems().size()).sum();
    long warnings = checked.stream().mapToLong(it -> it.report().warnings().size()).sum();
    console.line(
        Numbers.count(checked.size(), "file")
            + ", "
            + Numbers.count(problems, "problem")
            + ", "
            + Numbers.count(warnings, "warning"));
  }

  private static Map<String, Object> json(Checked file) {
    return Json.object(
        "file",
        file.source().label(),
        "ok",
        file.report().usable(),
        "problems",
        Findings.json(file.report().problems()),
        "warnings",
        Findings.json(file.report().warnings()));
  }
}
