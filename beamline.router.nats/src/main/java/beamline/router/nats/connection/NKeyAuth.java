package beamline.router.nats.connection;

import io.nats.client.AuthHandler;

/** Answers the server's challenge with an NKey, and with a JWT that names it if there is one. */
final class NKeyAuth implements AuthHandler {
  private final NKey key;
  private final String jwt;

  /**
   * An answer.
   *
   * @param jwt empty for none
   */
  NKeyAuth(NKey key, String jwt) {
    this.key = key;
    this.jwt = jwt;
  }

  @Override
  public byte[] sign(byte[] nonce) {
    return key.sign(nonce);
  }

  @Override
  public char[] getID() {
    return key.publicKey().toCharArray();
  }

  @Override
  public char[] getJWT() {
    return jwt.toCharArray();
  }
}
