package beamline.router.engine.catalogue;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.policy.Policies;
import beamline.router.api.policy.PolicyChange;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.api.policy.PolicyPaths;
import beamline.router.api.policy.PolicyProblem;
import beamline.router.api.policy.PolicyTransfer;
import beamline.router.api.policy.PolicyTransfer.Item;
import beamline.router.api.policy.PolicyTransfer.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Brings the policies of a folder into a store. */
final class FolderImport {
  private static final int MAX_BYTES = 1 << 20;

  /** What the next policy would fail of as well. */
  private static final Set<ErrorCode> OF_THE_STORE =
      Set.of(
          ErrorCode.SERVICE_DOWN,
          ErrorCode.SERVICE_OVERLOADED, // no place in the audit log
          ErrorCode.CONFIGURATION_INVALID);

  private final Policies policies;
  private final Map<PolicyKey, PolicyChange> stored;
  private final Function<String, Quotas> quotas;
  private final Map<String, Integer> counts = new HashMap<>();
  private final Path folder;

  /**
   * An import.
   *
   * @param stored what the store has
   */
  FolderImport(
      Policies policies, List<PolicyChange> stored, Function<String, Quotas> quotas, Path folder) {
    this.quotas = quotas;
    stored.forEach(change -> counts.merge(change.key().tenantId(), 1, Integer::sum));
    this.policies = policies;
    this.stored = stored.stream().collect(Collectors.toMap(PolicyChange::key, Function.identity()));
    this.folder = folder;
  }

  /** Says what the import would do. */
  PolicyTransfer attempt() {
    return new PolicyTransfer(false, read().stream().map(Planned::item).toList());
  }

  /**
   * Does it, unless a policy is invalid or one too many.
   *
   * @param put stores one
   */
  PolicyTransfer run(Consumer<PolicyDocument> put) {
    List<Planned> planned = read();
    if (planned.stream().anyMatch(policy -> !policy.item().problems().isEmpty())) {
      return new PolicyTransfer(false, planned.stream().map(Planned::item).toList());
    }
    return new PolicyTransfer(true, planned.stream().map(policy -> done(policy, put)).toList());
  }

  private record Planned(Item item, PolicyDocument document) {}

  private Item done(Planned planned, Consumer<PolicyDocument> put) {
    if (planned.item().outcome() == Outcome.UNCHANGED) {
      return planned.item();
    }
    try {
      put.accept(planned.document());
      return planned.item();
    } catch (RouterException e) {
      if (OF_THE_STORE.contains(e.code())) {
        throw new RouterException(
            e.code(),
            "the import stopped before policy " + planned.item().key() + ": " + e.getMessage(),
            e);
      }
      return new Item(
          planned.item().key(), Outcome.REFUSED, List.of(new PolicyProblem("", message(e))));
    }
  }

  private static String message(RouterException e) {
    return e.getMessage() == null ? e.code().name() : e.getMessage();
  }

  private List<Planned> read() {
    try {
      List<Planned> planned = new ArrayList<>();
      for (Map.Entry<PolicyKey, Path> file : files().entrySet()) {
        planned.add(planned(file.getKey(), file.getValue()));
      }
      return planned;
    } catch (IOException e) {
      throw new UncheckedIOException("policies of " + folder + " cannot be read: " + e, e);
    }
  }

  private Planned planned(PolicyKey key, Path file) throws IOException {
    PolicyChange before = stored.get(key);
    long revision = before == null ? 0 : before.revision();
    String text = "";
    List<PolicyProblem> problems;
    try {
      if (Files.size(file) > MAX_BYTES) {
        problems = List.of(new PolicyProblem("", "has more than " + MAX_BYTES + " bytes"));
      } else {
        text = Files.readString(file);
        problems =
            policies.check(PolicyDocument.of(key.tenantId(), key.policyId(), text)).problems();
      }
    } catch (CharacterCodingException e) {
      problems = List.of(new PolicyProblem("", "is not UTF-8"));
    }
    Outcome outcome;
    if (!problems.isEmpty()) {
      outcome = Outcome.INVALID;
    } else if (before == null) {
      Quotas own = quotas.apply(key.tenantId());
      boolean fits = counts.merge(key.tenantId(), 1, Integer::sum) <= own.policies();
      outcome = fits ? Outcome.CREATED : Outcome.REFUSED;
      problems = fits ? problems : List.of(new PolicyProblem("", message(own.full(key))));
    } else {
      boolean same =
          before instanceof PolicyChange.Updated updated && updated.document().json().equals(text);
      outcome = same ? Outcome.UNCHANGED : Outcome.UPDATED;
    }
    return new Planned(
        new Item(key, outcome, problems), new PolicyDocument(key, text, revision, Instant.EPOCH));
  }

  private Map<PolicyKey, Path> files() throws IOException {
    Map<PolicyKey, Path> files = new TreeMap<>();
    for (Path tenant : children(folder)) {
      if (Files.isDirectory(tenant)) {
        for (Path file : children(tenant)) {
          if (file.toString().endsWith(PolicyPaths.SUFFIX) && Files.isRegularFile(file)) {
            files.put(key(file), file);
          }
        }
      }
    }
    return files;
  }

  private PolicyKey key(Path file) {
    return PolicyPaths.key(folder.relativize(file))
        .orElseThrow(
            () ->
                new RouterException(
                    ErrorCode.INVALID_POLICY,
                    file + " is not named as a policy is: <tenant>/<policy>.json"));
  }

  /** Hidden ones are nobody's. */
  private static List<Path> children(Path directory) throws IOException {
    try (Stream<Path> children = Files.list(directory)) {
      return children.filter(child -> !child.getFileName().toString().startsWith(".")).toList();
    }
  }
}
