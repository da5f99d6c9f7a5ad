package beamline.router.engine.provider;

import beamline.router.api.ExecutionReport;
import java.util.Locale;
import java.util.Set;

/**
 * Whether the way an execution ended is the provider's fault (routing contract 3.8 and 7.3, by
 * codes, never by prose).
 */
public enum Blame {
  /** The provider worked. */
  SUCCESS,
  /** The provider is to blame. */
  FAILURE,
  /** It says nothing about the provider: cancelled, a bad request, a limit. */
  NEUTRAL;

  private static final Set<String> PROVIDER_FAULTS =
      Set.of(
          "TIMEOUT",
          "CONNECTION_ERROR",
          "CONNECTION_TIMEOUT",
          "NETWORK_ERROR",
          "PROVIDER_UNAVAILABLE",
          "5XX",
          "HTTP_5XX",
          "SERVER_ERROR",
          "SYSTEM_OVERLOAD",
          "HTTP_REQUEST_FAILED",
          "GRAPHQL_REQUEST_FAILED",
          "DB_CONNECTION_ERROR",
          "INTERNAL_ERROR");

  /** Judges a report. An error without a code counts against the provider: nobody else is known. */
  public static Blame of(ExecutionReport report) {
    return switch (report.status()) {
      case SUCCESS -> SUCCESS;
      case TIMEOUT -> FAILURE;
      case CANCELLED -> NEUTRAL;
      case ERROR -> report.errorCode().map(Blame::ofCode).orElse(FAILURE);
    };
  }

  private static Blame ofCode(String code) {
    String upper = code.strip().toUpperCase(Locale.ROOT);
    return PROVIDER_FAULTS.contains(upper) || isServerStatus(upper) ? FAILURE : NEUTRAL;
  }

  private static boolean isServerStatus(String code) {
    String digits = code.startsWith("HTTP_") ? code.substring(5) : code;
    return digits.length() == 3
        && digits.charAt(0) == '5'
        && Character.isDigit(digits.charAt(1))
        && Character.isDigit(digits.charAt(2));
  }
}
