package beamline.router.api.admin;

import java.util.Locale;

/** What the failure of an extension means for the requests of a policy that calls it. */
public enum ExtensionMode {
  /** The request is refused (pre- and post-processors). */
  REQUIRED,
  /** The failure is logged and the request goes on (pre- and post-processors). */
  OPTIONAL,
  /** The request is refused (validators). */
  BLOCK,
  /** The failure is logged and the request goes on (validators). */
  WARN,
  /** The request goes on (validators). */
  IGNORE;

  /** The mode as policies have it, such as {@code required}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it is one of validators, which have it as {@code on_fail}. */
  public boolean isOfValidators() {
    return this == BLOCK || this == WARN || this == IGNORE;
  }
}
