package beamline.router.examples.extensions;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Writes equal texts equally, so that conditions, sticky keys and validators see one form of them:
 * Unicode ({@code config.form}: {@code nfc}, which looks the same, {@code nfkc}, which also makes
 * wide digits plain, or {@code keep}), white space ({@code config.whitespace}: {@code keep}, {@code
 * trim} or {@code collapse}) and case ({@code config.lowercase}).
 */
final class NormalizeText implements Immediate {
  static final String ID = "normalize_text";

  private enum Form {
    KEEP,
    NFC,
    NFKC
  }

  private enum Whitespace {
    KEEP,
    TRIM,
    COLLAPSE
  }

  @Override
  public Reply answer(Request request) {
    ItemConfig config = new ItemConfig(ID, request.config());
    Form form = config.choice("form", Form.NFC);
    Whitespace whitespace = config.choice("whitespace", Whitespace.KEEP);
    boolean lowercase = config.flag("lowercase");
    Optional<Map<String, Object>> changed =
        MessageTexts.of(request, config)
            .visit(
                (place, value) ->
                    value instanceof String text
                        ? changed(
                            text, spaced(lowered(formed(text, form), form, lowercase), whitespace))
                        : value);
    return changed.<Reply>map(it -> new Reply.Proceed(it, Map.of())).orElseGet(Reply::proceed);
  }

  /** The very text where nothing changed, so that a message is copied only when something did. */
  private static String changed(String before, String after) {
    return after.equals(before) ? before : after;
  }

  private static String formed(String text, Form form) {
    return switch (form) {
      case KEEP -> text;
      case NFC -> Normalizer.normalize(text, Normalizer.Form.NFC);
      case NFKC -> Normalizer.normalize(text, Normalizer.Form.NFKC);
    };
  }

  /** Small letters may have another form than capitals. */
  private static String lowered(String text, Form form, boolean lowercase) {
    return lowercase ? formed(text.toLowerCase(Locale.ROOT), form) : text;
  }

  private static String spaced(String text, Whitespace whitespace) {
    if (whitespace == Whitespace.KEEP) {
      return text;
    }
    StringBuilder spaced = new StringBuilder(text.length());
    int blanks = 0;
    for (int i = 0; i < text.length(); i++) {
      if (isBlank(text.charAt(i))) {
        blanks++;
        continue;
      }
      if (blanks > 0 && spaced.length() > 0) {
        spaced.append(whitespace == Whitespace.COLLAPSE ? " " : text.substring(i - blanks, i));
      }
      blanks = 0;
      spaced.append(text.charAt(i));
    }
    return spaced.toString();
  }

  private static boolean isBlank(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }
}
