package beamline.router.nats.connection;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The content of a {@code .creds} file: a JWT and the seed that it names, each between lines of
 * dashes.
 *
 * @param jwt the user's JWT
 * @param seed the user's seed
 */
record CredentialsFile(String jwt, String seed) {
  private static final Pattern BLOCK =
      Pattern.compile("-{3,}BEGIN [^-\\r\\n]*-{3,}\\s+(\\S+)\\s+-{3,}END [^-\\r\\n]*-{3,}");

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException when it is none; the message does not show it
   */
  static CredentialsFile parse(String text) {
    Matcher block = BLOCK.matcher(text);
    if (!block.find()) {
      throw new IllegalArgumentException("it has no BEGIN NATS USER JWT");
    }
    String jwt = block.group(1);
    if (!block.find()) {
      throw new IllegalArgumentException("it has no BEGIN USER NKEY SEED");
    }
    return new CredentialsFile(jwt, block.group(1));
  }

  /** Nothing of it: both are secrets. */
  @Override
  public String toString() {
    return "credentials";
  }
}
