package beamline.router.audit;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;

/** Computes seals with the keys of a ring. Not safe for concurrent use. */
final class Macs {
  private static final HexFormat HEX = HexFormat.of();

  private final KeyRing keys;
  private final Map<String, Mac> macs = new HashMap<>();

  Macs(KeyRing keys) {
    this.keys = keys;
  }

  boolean has(String keyId) {
    return keys.ids().contains(keyId);
  }

  /** The seal of a message, in hexadecimal digits. */
  String seal(String keyId, byte[] message) {
    return HEX.formatHex(mac(keyId).doFinal(message));
  }

  /** Puts the seal of a message, in hexadecimal digits, in the place of another one. */
  void seal(String keyId, Utf8 message, Utf8 seal) {
    Mac mac = mac(keyId);
    message.feed(mac);
    seal.clear().appendHex(mac.doFinal());
  }

  boolean verifies(String keyId, byte[] message, String seal) {
    return MessageDigest.isEqual(
        seal(keyId, message).getBytes(StandardCharsets.US_ASCII),
        seal.getBytes(StandardCharsets.US_ASCII));
  }

  private Mac mac(String keyId) {
    Mac mac = macs.get(keyId);
    if (mac == null) {
      mac = created(keyId);
      macs.put(keyId, mac);
    }
    return mac;
  }

  private Mac created(String keyId) {
    try {
      Mac mac = Mac.getInstance(KeyRing.ALGORITHM);
      mac.init(keys.key(keyId));
      return mac;
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java has " + KeyRing.ALGORITHM, e);
    }
  }
}
