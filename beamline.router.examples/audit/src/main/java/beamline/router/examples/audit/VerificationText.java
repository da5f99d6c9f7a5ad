package beamline.router.examples.audit;

import beamline.router.audit.Damage;
import beamline.router.audit.Verification;
import beamline.router.examples.command.Json;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What became of verifying a chain, for people and for machines. */
final class VerificationText {
  private VerificationText() {}

  static String line(Verification found) {
    return found.chain()
        + ": "
        + found.damage().map(VerificationText::damage).orElse("whole")
        + "; "
        + good(found);
  }

  private static String damage(Damage damage) {
    return "DAMAGED at entry "
        + damage.index()
        + ", "
        + kind(damage)
        + ": "
        + damage.detail()
        + " ("
        + damage.place()
        + ")";
  }

  private static String good(Verification found) {
    if (found.entries() == 0) {
      return "no entry is good";
    }
    return "entries "
        + found.first()
        + " to "
        + found.last()
        + " are good, sealed with "
        + found.keys().entrySet().stream()
            .map(key -> key.getKey() + " (" + key.getValue() + ")")
            .collect(Collectors.joining(", "))
        + (found.anchored() == 0 ? ", not anchored" : ", anchored up to " + found.anchored());
  }

  static Map<String, Object> json(Verification found) {
    return Json.object(
        "chain",
        found.chain(),
        "ok",
        found.whole(),
        "first",
        found.first(),
        "last",
        found.last(),
        "entries",
        found.entries(),
        "hmac",
        found.lastMac(),
        "anchored",
        found.anchored(),
        "keys",
        found.keys(),
        "damage",
        found.damage().map(VerificationText::json).orElse(null));
  }

  private static Map<String, Object> json(Damage damage) {
    return Json.object(
        "kind",
        kind(damage),
        "index",
        damage.index(),
        "place",
        damage.place(),
        "detail",
        damage.detail());
  }

  private static String kind(Damage damage) {
    return damage.kind().name().toLowerCase(Locale.ROOT);
  }
}
