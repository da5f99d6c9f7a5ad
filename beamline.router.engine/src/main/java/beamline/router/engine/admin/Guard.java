package beamline.router.engine.admin;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.admin.Permission;
import beamline.router.engine.access.AccessCheck;
import beamline.router.engine.access.Principal;
import beamline.router.engine.audit.AuditTrail;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Lets one caller do what it may, and writes down what it changed, what failed, and what was
 * refused. Safe for concurrent use.
 */
final class Guard {
  private static final String DENIED = "_denied";
  private static final String FAILED = "_failed";
  private static final String QUOTA_EXCEEDED = "_quota_exceeded";

  private final Principal principal;
  private final AccessCheck check;
  private final Journal journal;

  Guard(Principal principal, AccessCheck check, Journal journal) {
    this.principal = principal;
    this.check = check;
    this.journal = journal;
  }

  Principal principal() {
    return principal;
  }

  /** Fails unless the caller may do this. */
  void require(Permission permission, String action, Target target) {
    if (!permits(permission, action, target)) {
      throw refusal(permission, action, target);
    }
  }

  /** Whether the caller may do this; fails when that cannot be found out. */
  boolean permits(Permission permission, String action, Target target) {
    return permissions(action, target).containsKey(permission);
  }

  /** All that the caller may do there, and until when; fails when that cannot be found out. */
  Map<Permission, Instant> permissions(String action, Target target) {
    return found(action, target, () -> check.ends(principal, target.tenantId()));
  }

  /** What the access store says about the caller; that it says nothing is written down. */
  <T> T found(String action, Target target, Supplier<T> asked) {
    try {
      return asked.get();
    } catch (RouterException e) {
      deny(action, target, Map.of("code", e.code().reason()));
      throw e;
    }
  }

  /** The exception for what the caller may not do, which is written down. */
  RouterException refusal(Permission permission, String action, Target target) {
    deny(
        action,
        target,
        Map.of("code", ErrorCode.PERMISSION_DENIED.reason(), "permission", permission.id()));
    return new RouterException(
        ErrorCode.PERMISSION_DENIED,
        principal.id() + " does not have " + permission.id() + " for " + target);
  }

  /** The exception for what the caller may do, but not for so long; it is written down, too. */
  RouterException refusal(Permission permission, Instant until, String action, Target target) {
    deny(
        action,
        target,
        Map.of(
            "code",
            ErrorCode.PERMISSION_DENIED.reason(),
            "permission",
            permission.id(),
            "until",
            until.toString()));
    return new RouterException(
        ErrorCode.PERMISSION_DENIED,
        principal.id()
            + " has "
            + permission.id()
            + " for "
            + target
            + " until "
            + until
            + " and cannot give it for longer");
  }

  /**
   * Makes a change and writes down what became of it. Makes none for which the audit log has no
   * place.
   *
   * @param facts what is to be known about it
   */
  <T> T change(
      String action, Target target, Supplier<T> change, Function<T, Map<String, Object>> facts) {
    try (AuditTrail.Place place = journal.place()) {
      T result;
      try {
        result = change.get();
      } catch (RuntimeException e) {
        ErrorCode code =
            e instanceof RouterException known ? known.code() : ErrorCode.INTERNAL_ERROR;
        String end = code == ErrorCode.QUOTA_EXCEEDED ? QUOTA_EXCEEDED : FAILED;
        place.record(
            journal.entry(principal.id(), action + end, target, Map.of("code", code.reason())));
        throw e;
      }
      place.record(journal.entry(principal.id(), action, target, facts.apply(result)));
      return result;
    }
  }

  private void deny(String action, Target target, Map<String, Object> facts) {
    journal.deny(principal.id(), action + DENIED, target, facts);
  }

  void tell(String action, Target target, Map<String, Object> facts) {
    journal.tell(principal.id(), action, target, facts);
  }
}
