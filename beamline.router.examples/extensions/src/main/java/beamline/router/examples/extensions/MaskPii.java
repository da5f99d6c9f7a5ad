package beamline.router.examples.extensions;

import beamline.router.examples.extensions.personal.PersonalData;
import beamline.router.examples.extensions.personal.PersonalData.Finding;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Puts {@code [email]}, {@code [card]} and so on, or {@code config.replacement}, in the place of
 * personal data: {@code config.kinds} of {@code email, iban, card, phone}, by default all, in the
 * texts of {@code config.fields}. The names of members stay.
 *
 * <p>As a pre-processor it changes the message, so that nobody after it sees the data. A
 * post-processor cannot: the message is what the caller sent. So it adds the masked payload to the
 * decision, as {@code masked_payload}, for logs and whoever reads them. Both add {@code
 * pii_masked}, how many of each kind there were.
 */
final class MaskPii implements Immediate {
  static final String ID = "mask_pii";

  private static final String KIND = "{kind}";
  private static final int LONGEST_REPLACEMENT = 64;

  private final Kind kind;

  MaskPii(Kind kind) {
    this.kind = kind;
  }

  @Override
  public Reply answer(Request request) {
    ItemConfig config = new ItemConfig(ID, request.config());
    EnumSet<PersonalData> kinds = config.choices("kinds", PersonalData.class);
    String replacement = config.text("replacement").orElse("[" + KIND + "]");
    if (replacement.length() > LONGEST_REPLACEMENT) {
      throw config.invalid(
          "replacement", replacement, "at most " + LONGEST_REPLACEMENT + " characters");
    }
    Map<PersonalData, Integer> counts = new EnumMap<>(PersonalData.class);
    Optional<Map<String, Object>> masked =
        MessageTexts.of(request, config)
            .visit((place, text) -> masked(text, kinds, replacement, counts));
    return masked.map(message -> reply(message, counts)).orElseGet(Reply::proceed);
  }

  private static Object masked(
      Object value,
      EnumSet<PersonalData> kinds,
      String replacement,
      Map<PersonalData, Integer> counts) {
    String text = value.toString();
    StringBuilder masked = new StringBuilder();
    int from = 0;
    for (Optional<Finding> next = PersonalData.first(text, 0, kinds);
        next.isPresent();
        next = PersonalData.first(text, from, kinds)) {
      Finding finding = next.get();
      counts.merge(finding.kind(), 1, Integer::sum);
      masked
          .append(text, from, finding.start())
          .append(replacement.replace(KIND, ItemConfig.name(finding.kind())));
      from = finding.end();
    }
    return from == 0 ? value : masked.append(text, from, text.length()).toString();
  }

  private Reply reply(Map<String, Object> message, Map<PersonalData, Integer> counts) {
    Map<String, Object> masked = new LinkedHashMap<>();
    counts.forEach((found, count) -> masked.put(ItemConfig.name(found), (long) count));
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("pii_masked", masked);
    if (kind != Kind.POST) {
      return new Reply.Proceed(message, metadata);
    }
    Object payload = message.get("payload");
    if (payload != null) {
      metadata.put("masked_payload", payload);
    }
    return new Reply.Proceed(Map.of(), metadata);
  }
}
