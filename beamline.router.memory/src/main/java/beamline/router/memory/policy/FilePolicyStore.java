package beamline.router.memory.policy;

import static java.util.Objects.requireNonNull;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.policy.InvalidPolicyException;
import beamline.router.api.policy.PolicyChange;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.api.policy.PolicyProblem;
import beamline.router.spi.PolicyStore;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Policies in a directory of files that anybody may edit, by this store or by hand. */
final class FilePolicyStore implements PolicyStore {
  private final PolicyTable table;
  private final FileFollower follower;
  private final FileHistory history;
  private final FileRounds rounds;
  private final Optional<String> readOnlyKey;

  /**
   * A store on what looks after the files.
   *
   * @param readOnlyKey the key that says that nothing is to be written, if it says so
   */
  FilePolicyStore(
      PolicyTable table,
      FileFollower follower,
      FileHistory history,
      FileRounds rounds,
      Optional<String> readOnlyKey) {
    this.readOnlyKey = readOnlyKey;
    this.table = table;
    this.follower = follower;
    this.history = history;
    this.rounds = rounds;
  }

  @Override
  public Optional<PolicyDocument> get(PolicyKey key) {
    Optional<PolicyDocument> document = table.get(key);
    if (document.isEmpty()) {
      follower.requireListed(key.tenantId());
    }
    return document;
  }

  @Override
  public List<PolicyDocument> list(String tenantId) {
    List<PolicyDocument> documents = table.list(tenantId);
    if (documents.isEmpty()) {
      follower.requireListed(tenantId);
    }
    return documents;
  }

  @Override
  public List<PolicyChange> current() {
    return table.current();
  }

  @Override
  public Write put(PolicyDocument document, long expectedRevision, int maxPolicies) {
    PolicyKey key = document.key();
    Optional<String> problem = JsonShape.problem(document.json());
    if (problem.isPresent()) {
      throw new InvalidPolicyException(key, List.of(new PolicyProblem("", problem.get())));
    }
    return alone(
        key,
        () -> {
          Path file = follower.lookBeforeWriting(key, System.nanoTime());
          long actual = follower.revision(key);
          if (actual != expectedRevision) {
            return new Write.Conflict(expectedRevision, actual);
          }
          if (actual == 0 && follower.count(key.tenantId()) >= maxPolicies) {
            return new Write.Full(maxPolicies);
          }
          follower.keep(key);
          PolicyFile.makeDirectory(requireNonNull(file.getParent()));
          PolicyFile.replaceDurably(file, document.json());
          return new Write.Done(follower.written(key, file, document.json()));
        });
  }

  @Override
  public Write delete(PolicyKey key, long expectedRevision) {
    return alone(
        key,
        () -> {
          Path file = follower.lookBeforeWriting(key, System.nanoTime());
          long actual = follower.revision(key);
          if (actual == 0 && table.unreadable(key).isEmpty()) {
            return new Write.Absent();
          }
          if (actual != expectedRevision) {
            return new Write.Conflict(expectedRevision, actual);
          }
          follower.keep(key);
          PolicyFile.remove(file);
          follower.removed(key);
          return new Write.Done(actual);
        });
  }

  private Write alone(PolicyKey key, FolderLock.Work<Write> write) {
    if (readOnlyKey.isPresent()) {
      throw new RouterException(
          ErrorCode.CONFIGURATION_INVALID,
          "policy " + key + " cannot be written: " + readOnlyKey.get() + " is true");
    }
    return table.locked(
        () -> {
          try {
            return follower.alone(write);
          } catch (IOException e) {
            throw unavailable(key, e);
          }
        });
  }

  @Override
  public List<PolicyChange> history(PolicyKey key, int limit) {
    List<PolicyChange> recent = table.history(key, limit);
    if (!history.isKept()) {
      return recent;
    }
    // Other stores may have written between what this one has seen: their files tell all of it.
    List<PolicyChange> changes = new ArrayList<>();
    table.unreadable(key).ifPresent(changes::add);
    Optional<PolicyDocument> current = table.lastReadable(key);
    current.map(PolicyChange.Updated::new).ifPresent(changes::add);
    List<PolicyChange> before =
        history.before(current.map(PolicyDocument::revision).orElse(Long.MAX_VALUE), key, limit);
    if (changes.isEmpty()) { // who only reads has not written down what went unseen
      recent.stream().limit(1).filter(it -> isMissing(it, before)).forEach(changes::add);
    }
    changes.addAll(before);
    return List.copyOf(changes.subList(0, Math.min(limit, changes.size())));
  }

  private static boolean isMissing(PolicyChange change, List<PolicyChange> from) {
    return change instanceof PolicyChange.Removed
        && from.stream()
            .noneMatch(
                it -> it instanceof PolicyChange.Removed && it.revision() == change.revision());
  }

  @Override
  public Watch watch(Consumer<PolicyChange> listener) {
    return table.watch(listener);
  }

  @Override
  public void close() {
    rounds.close();
    table.locked(
        () -> {
          follower.close();
          return true;
        });
  }

  private static RouterException unavailable(PolicyKey key, IOException e) {
    return new RouterException(
        e instanceof AccessDeniedException
            ? ErrorCode.CONFIGURATION_INVALID
            : ErrorCode.SERVICE_DOWN,
        "policy " + key + " cannot be written: " + PolicyFile.why(e),
        e);
  }
}
