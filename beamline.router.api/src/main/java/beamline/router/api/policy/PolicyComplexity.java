package beamline.router.api.policy;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * How much a policy asks of extensions, for every request (routing contract 3.12).
 *
 * @param preProcessors how many there are
 * @param validators how many there are
 * @param postProcessors how many there are
 * @param score 0 to 100; 60 for as many extensions as are recommended
 * @param level the score in a word
 * @param estimatedLatencyMillis what the extensions add to a decision
 * @param recommended how many there should be at most
 * @param warnings what is too much, for people; from a score of 60 on
 * @param recommendations what to do about it, for people; from a score of 80 on
 */
public record PolicyComplexity(
    int preProcessors,
    int validators,
    int postProcessors,
    int score,
    Level level,
    long estimatedLatencyMillis,
    Limits recommended,
    List<String> warnings,
    List<String> recommendations) {

  public PolicyComplexity {
    Objects.requireNonNull(level, "level");
    Objects.requireNonNull(recommended, "recommended");
    warnings = List.copyOf(warnings);
    recommendations = List.copyOf(recommendations);
  }

  /** How many extensions there are. */
  public int extensions() {
    return preProcessors + validators + postProcessors;
  }

  /** A score in a word. */
  public enum Level {
    /** Below 30. */
    LOW,
    /** Below 60. */
    MEDIUM,
    /** Below 80. */
    HIGH,
    /** Everything else. */
    VERY_HIGH;

    /** The level on the wire, such as {@code very_high}. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * How many extensions there should be at most.
   *
   * @param total of all kinds
   * @param preProcessors of this kind
   * @param validators of this kind
   * @param postProcessors of this kind
   */
  public record Limits(int total, int preProcessors, int validators, int postProcessors) {}
}
