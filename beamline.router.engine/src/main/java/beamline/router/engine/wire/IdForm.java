package beamline.router.engine.wire;

/** The written forms of correlation ids. */
final class IdForm {
  private static final String CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

  private IdForm() {}

  /** UUID v4 in lower or upper case. */
  static boolean isUuid4(String id) {
    if (id.length() != 36 || id.charAt(14) != '4' || "89abAB".indexOf(id.charAt(19)) < 0) {
      return false;
    }
    for (int i = 0; i < 36; i++) {
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      if (dash ? id.charAt(i) != '-' : !isHex(id.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** 26 upper-case Crockford digits that fit in 128 bits. */
  static boolean isUlid(String id) {
    if (id.length() != 26 || id.charAt(0) > '7') {
      return false;
    }
    for (int i = 0; i < 26; i++) {
      if (CROCKFORD.indexOf(id.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  /** 32 hexadecimal digits, as in a W3C trace context. */
  static boolean isTraceHex(String id) {
    if (id.length() != 32) {
      return false;
    }
    for (int i = 0; i < 32; i++) {
      if (!isHex(id.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Its length in UTF-8. */
  static int bytes(String text) {
    int bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        // each half of a surrogate pair gives two of the four bytes
        bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
      }
    }
    return bytes;
  }

  private static boolean isHex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }
}
