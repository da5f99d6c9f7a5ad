package beamline.router.examples.extensions.personal;

import java.util.EnumSet;
import java.util.Optional;

/** A kind of personal data that is recognised in texts. */
public enum PersonalData {
  /** An e-mail address. */
  EMAIL(new EmailScan()),
  /** An international bank account number. */
  IBAN(new IbanScan()),
  /** The number of a payment card. */
  CARD(new CardScan()),
  /** A telephone number. */
  PHONE(new PhoneScan());

  @SuppressWarnings("ImmutableEnumChecker") // a scanner has no state
  private final Scan scan;

  PersonalData(Scan scan) {
    this.scan = scan;
  }

  /**
   * A piece of a text.
   *
   * @param start its first character
   * @param end the first one after it
   */
  public record Finding(PersonalData kind, int start, int end) {}

  /** Whether there is any, of whatever kind. */
  public static boolean isIn(String text) {
    return first(text, 0, EnumSet.allOf(PersonalData.class)).isPresent();
  }

  /**
   * The first piece from a place on. What is before that place does not count.
   *
   * @param kinds what to look for; the order of this enumeration decides between those that begin
   *     together
   */
  public static Optional<Finding> first(String text, int from, EnumSet<PersonalData> kinds) {
    for (int i = from; i < text.length(); i++) {
      if (i > from && Character.isLetterOrDigit(text.charAt(i - 1))) {
        continue; // inside of a word or a number nothing begins
      }
      for (PersonalData kind : kinds) {
        int end = kind.scan.end(text, from, i);
        if (end != Scan.NONE) {
          return Optional.of(new Finding(kind, i, end));
        }
      }
    }
    return Optional.empty();
  }
}
