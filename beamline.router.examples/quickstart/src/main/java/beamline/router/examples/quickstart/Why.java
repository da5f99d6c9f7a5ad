package beamline.router.examples.quickstart;

import beamline.router.api.DecisionReason;
import java.util.Locale;
import java.util.Map;

/** The words behind a reason, for the last column of the table. */
final class Why {
  private Why() {}

  /**
   * Says why, from what the reply tells and what the policy grants.
   *
   * @param shares each provider's share by weight, as far as known
   */
  static String of(Answer answer, Map<String, Double> shares) {
    if (!answer.decided()) {
      return answer.message();
    }
    DecisionReason reason;
    try {
      reason = DecisionReason.valueOf(answer.reason().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      return "";
    }
    return switch (reason) {
      case STICKY -> "session " + answer.stickyKey() + " stays where it is";
      case WEIGHTED -> weighted(answer, shares);
      case BEST_SCORE ->
          String.format(
              Locale.ROOT,
              "best of those allowed: %.0f ms, cost %s",
              answer.latencyMillis(),
              plain(answer.cost()));
      case RETRY ->
          "try "
              + number(answer, "retry_attempt")
              + " of "
              + number(answer, "retry_max")
              + ", after "
              + number(answer, "backoff_ms")
              + " ms";
      case FALLBACK -> "first rule that matches the reported failure";
      case CIRCUIT_BREAKER_FALLBACK -> "every candidate's breaker is open";
    };
  }

  private static String weighted(Answer answer, Map<String, Double> shares) {
    Double share = shares.get(answer.providerId());
    StringBuilder why = new StringBuilder();
    if (answer.stickyKey().isEmpty()) {
      why.append("drawn by weight");
    } else {
      why.append("session ").append(answer.stickyKey()).append(" begins, by weight");
    }
    if (share != null) {
      why.append(' ').append(percent(share));
    }
    for (String provider : Explained.openBreakers(answer)) {
      why.append(", without ").append(provider).append(": its breaker is open");
    }
    return why.toString();
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", share * 100);
  }

  private static String plain(double value) {
    String text = String.format(Locale.ROOT, "%.6f", value);
    return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
  }

  private static String number(Answer answer, String key) {
    return answer.metadata().get(key) instanceof Double number
        ? String.format(Locale.ROOT, "%.0f", number)
        : "?";
  }
}
