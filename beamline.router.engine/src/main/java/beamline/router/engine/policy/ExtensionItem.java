package beamline.router.engine.policy;

import java.util.Locale;
import java.util.Map;

/**
 * One extension that a policy calls (routing contract 3.7).
 *
 * @param id of the extension
 * @param kind where in the pipeline it runs
 * @param required whether its failure fails the request; for a validator, whether {@code onFail} is
 *     {@link OnFail#BLOCK}
 * @param onFail what its failure means; for pre- and post-processors {@link OnFail#BLOCK} when
 *     required, else {@link OnFail#WARN}
 * @param config handed to the extension; values as read by {@link
 *     beamline.router.engine.json.JsonReader}
 * @param when holds for the requests that it is for
 * @param timeoutMillis how long one call may take, 1 to 300000; 0 for the extension's own limit
 * @param retry how often a call is tried again, 0 to 10; -1 for the extension's own number
 */
public record ExtensionItem(
    String id,
    Kind kind,
    boolean required,
    OnFail onFail,
    Map<String, Object> config,
    Condition when,
    int timeoutMillis,
    int retry) {

  /** Where in the pipeline an extension runs. */
  public enum Kind {
    /** Before the provider is chosen; may change message and context. */
    PRE,
    /** Before the provider is chosen; says yes or no. */
    VALIDATOR,
    /** After the provider is chosen; may add metadata. */
    POST;

    /** As it is named on the wire. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What the failure of an extension means. */
  public enum OnFail {
    /** The request is refused. */
    BLOCK,
    /** The failure is logged, the request continues. */
    WARN,
    /** The request continues. */
    IGNORE
  }
}
