package beamline.router.api.admin;

import java.util.Objects;

/** What a caller shows to prove who it is. Never printed. */
public sealed interface Credentials {

  /** Nothing was shown. */
  record None() implements Credentials {}

  /**
   * A key, as in the header {@code x-api-key}.
   *
   * @param key the secret
   */
  record ApiKey(String key) implements Credentials {
    public ApiKey {
      Objects.requireNonNull(key, "key");
    }

    @Override
    public String toString() {
      return "ApiKey[hidden]";
    }
  }

  /**
   * A token, as in {@code authorization: Bearer}.
   *
   * @param token the secret
   */
  record BearerToken(String token) implements Credentials {
    public BearerToken {
      Objects.requireNonNull(token, "token");
    }

    @Override
    public String toString() {
      return "BearerToken[hidden]";
    }
  }

  /**
   * A client certificate that the edge has verified already.
   *
   * @param subject its distinguished name, as RFC 2253 writes it
   */
  record ClientCertificate(String subject) implements Credentials {
    public ClientCertificate {
      Objects.requireNonNull(subject, "subject");
    }
  }
}
