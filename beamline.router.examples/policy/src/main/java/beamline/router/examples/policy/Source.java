package beamline.router.examples.policy;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.policy.InvalidPolicyException;
import beamline.router.api.policy.Policies;
import beamline.router.api.policy.PolicyChange;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.api.policy.PolicyProblem;
import beamline.router.examples.command.Arguments;
import beamline.router.examples.command.UsageException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * A document, and where it is from: a file, or a revision of the store, written {@code @3}.
 *
 * @param label the place, for people
 */
record Source(String label, PolicyDocument document) {

  /** The policy that an operand names: {@code TENANT/POLICY}. */
  static PolicyKey key(String operand) throws UsageException {
    int slash = operand.indexOf('/');
    if (slash > 0) {
      try {
        return new PolicyKey(
            plain(operand.substring(0, slash)), plain(operand.substring(slash + 1)));
      } catch (IllegalArgumentException e) {
        throw new UsageException("'" + operand + "' names no policy: " + e.getMessage());
      }
    }
    throw new UsageException("'" + operand + "' names no policy, must be TENANT/POLICY");
  }

  /** A slash in the name of a tenant is written as in the name of its folder. */
  private static String plain(String name) {
    return name.replace("%2F", "/").replace("%3A", ":");
  }

  /** Whether an operand means a revision of the store. */
  static boolean isStored(String operand) {
    return operand.startsWith("@");
  }

  /** Looks at a policy and the documents after it, as far as that needs no store. */
  static void look(List<String> operands) throws UsageException {
    key(operands.get(0));
    for (String operand : operands.subList(1, operands.size())) {
      if (isStored(operand)) {
        revision(operand);
      } else {
        look(operand);
      }
    }
  }

  /** What an operand means. */
  static Source of(String operand, PolicyKey key, Policies policies) throws UsageException {
    return isStored(operand) ? revision(operand, key, policies) : file(operand, key);
  }

  /** The policy as it is stored now. */
  static Source stored(PolicyKey key, Policies policies) {
    return stored(policies.get(key).orElseThrow(() -> absent(key)));
  }

  /** What is said where a policy is not stored. */
  static RouterException absent(PolicyKey key) {
    return new RouterException(ErrorCode.POLICY_NOT_FOUND, "policy " + key + " does not exist");
  }

  static Source stored(PolicyDocument document) {
    return new Source(document.key() + "@" + document.revision(), document);
  }

  private static Source revision(String operand, PolicyKey key, Policies policies)
      throws UsageException {
    long revision = revision(operand);
    for (PolicyDocument document :
        PolicyChange.documents(policies.history(key, Integer.MAX_VALUE))) {
      if (document.revision() == revision) {
        return stored(document);
      }
    }
    throw new RouterException(
        ErrorCode.POLICY_NOT_FOUND, "policy " + key + " has no revision " + revision);
  }

  private static long revision(String operand) throws UsageException {
    return Arguments.number("the revision", operand.substring(1));
  }

  /** A file, as the document of a policy that is not stored. */
  static Source file(String name, PolicyKey key) throws UsageException {
    return new Source(name, PolicyDocument.of(key.tenantId(), key.policyId(), text(name)));
  }

  /** What is in a file. */
  static String text(String name) throws UsageException {
    try {
      return Files.readString(look(name));
    } catch (CharacterCodingException e) {
      throw new UsageException("file '" + name + "' is not UTF-8");
    } catch (IOException e) {
      throw unreadable("file", name, e);
    }
  }

  /** Looks whether a file can be read, without reading it: it may be a pipe. */
  static Path look(String name) throws UsageException {
    Path path = path(name);
    if (Files.isDirectory(path)) {
      throw unreadable("file", name, "it is a folder");
    }
    return there("file", name, path);
  }

  /** Looks whether a folder can be read. */
  static Path lookAtFolder(String name) throws UsageException {
    Path path = path(name);
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw unreadable("folder", name, "it is a file");
    }
    return there("folder", name, path);
  }

  private static Path there(String what, String name, Path path) throws UsageException {
    if (!Files.exists(path)) {
      throw unreadable(what, name, "it does not exist");
    }
    if (!Files.isReadable(path)) {
      throw unreadable(what, name, "permission denied");
    }
    return path;
  }

  /** A file or a folder that the file system fails on, perhaps on what is inside. */
  static UsageException unreadable(String what, String name, Exception e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return unreadable(
        what,
        name,
        cause instanceof AccessDeniedException denied
            ? "permission denied for " + denied.getFile()
            : String.valueOf(cause.getMessage()));
  }

  private static UsageException unreadable(String what, String name, String why) {
    return new UsageException(what + " '" + name + "' cannot be read: " + why);
  }

  /** A name as a path. */
  static Path path(String name) throws UsageException {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new UsageException("'" + name + "' is not a path: " + e.getReason());
    }
  }

  /** This, if it can be used. */
  Source usable(Policies policies) throws UnusableException {
    List<PolicyProblem> problems = policies.check(document).problems();
    if (!problems.isEmpty()) {
      throw new UnusableException(ErrorCode.INVALID_POLICY.reason(), label, problems);
    }
    return this;
  }

  /** This, if it is a JSON object, whatever is in it. */
  Source readable(Policies policies) throws UnusableException {
    try {
      policies.analysis().diff(document, document);
      return this;
    } catch (InvalidPolicyException e) {
      throw new UnusableException(ErrorCode.INVALID_POLICY.reason(), label, e.problems());
    }
  }
}
