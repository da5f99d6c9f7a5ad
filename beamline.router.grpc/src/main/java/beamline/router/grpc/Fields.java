package beamline.router.grpc;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.admin.Grant;
import beamline.router.api.policy.PolicyKey;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Refuses what cannot be in a message: with the field, the value and what it must be. */
final class Fields {
  private static final Pattern ACCESS_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_SHOWN = 64;

  private Fields() {}

  /** Fails unless a field is given. */
  static void require(String field, boolean given) {
    if (!given) {
      throw new RouterException(ErrorCode.INVALID_REQUEST, field + " is missing");
    }
  }

  /** A text that can be stored and shown anywhere; it may be empty. */
  static String printable(String field, String text, int longest) {
    if (text.length() > longest) {
      throw new RouterException(
          ErrorCode.INVALID_REQUEST,
          field + " has " + text.length() + " characters, must have at most " + longest);
    }
    if (CONTROL.matcher(text).find()) {
      throw new RouterException(
          ErrorCode.INVALID_REQUEST, field + " has control characters, must have none");
    }
    return text;
  }

  /** What users and providers go by in settings. */
  static String name(String field, String name) {
    require(field, !name.isEmpty());
    return printable(field, name, LONGEST_NAME);
  }

  /** The id of a tenant. */
  static String tenant(String field, String id) {
    if (id.isEmpty()) {
      throw new RouterException(ErrorCode.MISSING_TENANT_ID, field + " is missing");
    }
    return id(field, id);
  }

  /** The id of an extension. */
  static String extension(String field, String id) {
    require(field, !id.isEmpty());
    return id(field, id);
  }

  private static String id(String field, String id) {
    if (!PolicyKey.isId(id)) {
      throw invalid(field, quoted(id), "1 to 255 letters, digits and _ . - : /");
    }
    return id;
  }

  /** Which revision is stored. */
  static long revision(String field, long revision) {
    if (revision < 0) {
      throw invalid(field, revision, "0 or more");
    }
    return revision;
  }

  /** The id of a tenant, or {@code *}. */
  static String tenantOrAll(String field, String id) {
    return id.equals(Grant.ALL_TENANTS) ? id : tenant(field, id);
  }

  /** The id of a user or a role. */
  static String userOrRole(String field, String id) {
    require(field, !id.isEmpty());
    if (!ACCESS_ID.matcher(id).matches()) {
      throw invalid(field, quoted(id), "1 to 64 letters, digits, _ and -");
    }
    return id;
  }

  /** A number in this range. */
  static int range(String field, int number, int least, int most) {
    if (number < least || number > most) {
      throw invalid(field, number, "from " + least + " to " + most);
    }
    return number;
  }

  /** What this makes of a field; what it says of a value that it refuses comes after the name. */
  static <T> T made(String field, Supplier<T> maker) {
    try {
      return maker.get();
    } catch (IllegalArgumentException e) {
      throw new RouterException(ErrorCode.INVALID_REQUEST, field + ": " + e.getMessage(), e);
    }
  }

  /** Fails unless what a message names was there. */
  static void found(boolean found, String message) {
    if (!found) {
      throw new RouterException(ErrorCode.NOT_FOUND, message);
    }
  }

  /** The refusal of a value. */
  static RouterException invalid(String field, Object value, String must) {
    return new RouterException(
        ErrorCode.INVALID_REQUEST, field + " is " + value + ", must be " + must);
  }

  static String quoted(String text) {
    String shown = text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "...";
    return "'" + CONTROL.matcher(shown).replaceAll("?") + "'";
  }
}
