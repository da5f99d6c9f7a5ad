package beamline.router.engine.wire;

import beamline.router.engine.json.JsonLimits;
import beamline.router.spi.DecodeLimits;
import java.util.List;

/**
 * What a wire request must look like. Immutable.
 *
 * @param maxPayloadBytes most bytes of a message, checked before anything is parsed
 * @param maxDepth most objects and arrays inside one another
 * @param maxValues most values of a message, where the task's payload counts as one
 * @param minTaskPayloadBytes fewest bytes of an object in {@code task.payload}; 0 for any. The
 *     routing contract says 10, but {@code {}} and {@code {"n":1}} are payloads that clients send
 *     and workers execute, so it is a choice; it never applies to the gateway's {@code message}
 * @param versionRequired whether a {@code task} request must name its version, in a header or a
 *     field, as the operational guide demands; the older shapes never name it
 * @param strictCorrelation whether run, flow and step ids come all or none, as UUID v4 or ULID, and
 *     trace ids are 32 hexadecimal digits or a UUID v4. Off: any string, as the gateway sends them
 * @param explanations whether a request may ask for the explanation of its decision
 * @param subjectPrefixes where a request may send its assignment: without this list, anybody who
 *     may ask could publish to any subject
 */
public record IntakeRules(
    int maxPayloadBytes,
    int maxDepth,
    int maxValues,
    int minTaskPayloadBytes,
    boolean versionRequired,
    boolean strictCorrelation,
    boolean explanations,
    List<String> subjectPrefixes) {

  /** What applies when nothing is configured. */
  public static final IntakeRules DEFAULTS =
      new IntakeRules(1_048_576, 64, 100_000, 0, true, false, true, List.of("caf.exec.assign."));

  public IntakeRules {
    subjectPrefixes = List.copyOf(subjectPrefixes);
  }

  /** The same rules, but for the version. */
  public IntakeRules versionRequired(boolean required) {
    return new IntakeRules(
        maxPayloadBytes,
        maxDepth,
        maxValues,
        minTaskPayloadBytes,
        required,
        strictCorrelation,
        explanations,
        subjectPrefixes);
  }

  DecodeLimits decodeLimits() {
    return new DecodeLimits(maxPayloadBytes, maxDepth, maxValues);
  }

  JsonLimits jsonLimits() {
    return new JsonLimits(maxPayloadBytes, maxDepth, maxValues);
  }
}
