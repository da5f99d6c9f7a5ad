package beamline.router.examples.extensions.personal;

import java.util.HashMap;
import java.util.Map;

/**
 * An international bank account number (ISO 13616): as long as those of its country, in groups or
 * not, and with the right check digits.
 */
final class IbanScan implements Scan {
  private static final Map<String, Integer> LENGTHS = new HashMap<>();

  static {
    String registry =
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27"
            + " DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21"
            + " HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25"
            + " MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25"
            + " QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24"
            + " TR26 UA29 VA22 VG24 XK20 YE30";
    for (String country : registry.split(" ", -1)) {
      LENGTHS.put(country.substring(0, 2), Integer.parseInt(country.substring(2)));
    }
  }

  @Override
  public int end(String text, int from, int start) {
    if (letter(text, start) == 0 || letter(text, start + 1) == 0) {
      return NONE;
    }
    String country = "" + letter(text, start) + letter(text, start + 1);
    int length = LENGTHS.getOrDefault(country, 0);
    StringBuilder number = new StringBuilder(length);
    int at = start;
    while (number.length() < length) {
      if (digit(text, at) >= 0) {
        number.append((char) ('0' + digit(text, at)));
      } else if (letter(text, at) != 0) {
        number.append(letter(text, at));
      } else {
        return NONE;
      }
      at++;
      if (number.length() < length && Scan.isGap(text, at)) {
        at++;
      }
    }
    return length > 0 && !Scan.goesOn(text, at) && isChecked(number) ? at : NONE;
  }

  private static int digit(String text, int at) {
    return Scan.digit(text, at);
  }

  /** The capital letter at a place; 0 when there is none. */
  private static char letter(String text, int at) {
    if (at >= text.length()) {
      return 0;
    }
    char c = text.charAt(at);
    if (c >= 'a' && c <= 'z') {
      return (char) (c - 'a' + 'A');
    }
    return c >= 'A' && c <= 'Z' ? c : 0;
  }

  /** ISO 7064: with the first four at the end, and letters as 10 to 35, the rest by 97 is 1. */
  private static boolean isChecked(CharSequence number) {
    int rest = 0;
    for (int i = 0; i < number.length(); i++) {
      char c = number.charAt((i + 4) % number.length());
      rest = (c <= '9' ? rest * 10 + (c - '0') : rest * 100 + (c - 'A' + 10)) % 97;
    }
    return rest == 1;
  }
}
