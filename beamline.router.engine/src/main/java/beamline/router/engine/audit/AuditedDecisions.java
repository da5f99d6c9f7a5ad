package beamline.router.engine.audit;

import beamline.router.api.RouteOutcome;
import beamline.router.api.RouteRejection;
import java.util.Locale;

/** Which decisions are recorded. */
public enum AuditedDecisions {
  /** None of them. */
  NONE,
  /** Those that refuse. */
  REFUSED,
  /** Every one. */
  ALL;

  static AuditedDecisions of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  boolean include(RouteOutcome outcome) {
    return this == ALL || (this == REFUSED && outcome instanceof RouteRejection);
  }
}
