package beamline.router.nats.connection;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;

/**
 * An Ed25519 key pair in the writing of NATS, with nothing but the JDK. Immutable; never shows its
 * seed.
 */
final class NKey {
  private static final int SEED_PREFIX = 18 << 3; // S
  private static final int KEY_BYTES = 32;

  private final PrivateKey privateKey;
  private final String publicKey;

  private NKey(PrivateKey privateKey, String publicKey) {
    this.privateKey = privateKey;
    this.publicKey = publicKey;
  }

  /**
   * The key of a seed such as {@code SUA...}.
   *
   * @throws IllegalArgumentException when it is none; the message does not show it
   */
  static NKey ofSeed(String text) {
    byte[] seed = NKeyCode.decode(text);
    if (seed.length != 2 + KEY_BYTES || (seed[0] & 0xf8) != SEED_PREFIX) {
      throw new IllegalArgumentException("it is not a seed");
    }
    int type = (seed[0] & 7) << 5 | (seed[1] & 0xf8) >>> 3;
    return of(type, Arrays.copyOfRange(seed, 2, seed.length));
  }

  /** The key of a type, such as {@code 20 << 3} for a user, with these 32 secret bytes. */
  static NKey of(int type, byte[] secret) {
    try {
      KeyPair pair = pair(secret);
      byte[] encoded = pair.getPublic().getEncoded();
      byte[] named = new byte[1 + KEY_BYTES];
      named[0] = (byte) type;
      System.arraycopy(encoded, encoded.length - KEY_BYTES, named, 1, KEY_BYTES);
      return new NKey(pair.getPrivate(), NKeyCode.encode(named));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no Ed25519", e);
    }
  }

  /** The public key, such as {@code UA...}. */
  String publicKey() {
    return publicKey;
  }

  byte[] sign(byte[] content) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(privateKey);
      signature.update(content);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot sign with Ed25519", e);
    }
  }

  /**
   * The JDK derives a public key only while it generates a pair. Its generator takes the secret
   * bytes as they come from the random source; that it did is checked.
   */
  private static KeyPair pair(byte[] secret) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
    generator.initialize(NamedParameterSpec.ED25519, new Given(secret));
    KeyPair pair = generator.generateKeyPair();
    byte[] used = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
    if (!Arrays.equals(used, secret)) {
      throw new GeneralSecurityException("the generator does not take its bytes as they come");
    }
    return pair;
  }

  /** A source of the bytes that were given. */
  private static final class Given extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final byte[] bytes;

    Given(byte[] bytes) {
      this.bytes = bytes.clone();
    }

    @Override
    public void nextBytes(byte[] target) {
      System.arraycopy(bytes, 0, target, 0, target.length);
    }
  }
}
