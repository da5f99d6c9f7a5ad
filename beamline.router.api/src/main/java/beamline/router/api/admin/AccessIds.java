package beamline.router.api.admin;

import java.util.regex.Pattern;

/** The form of user and role ids. */
final class AccessIds {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private AccessIds() {}

  static void require(String what, String id) {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          what + " must be 1 to 64 letters, digits, underscores or dashes");
    }
  }
}
