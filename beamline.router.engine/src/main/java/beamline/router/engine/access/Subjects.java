package beamline.router.engine.access;

import javax.security.auth.x500.X500Principal;

/** Names of certificates, compared however they are written. */
final class Subjects {
  private static final int MAX_LENGTH = 1024;

  private Subjects() {}

  /**
   * The one form of a distinguished name.
   *
   * @throws IllegalArgumentException when it is none
   */
  static String canonical(String subject) {
    if (subject.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("a distinguished name of " + subject.length());
    }
    return new X500Principal(subject).getName(X500Principal.CANONICAL);
  }
}
