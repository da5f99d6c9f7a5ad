package beamline.router.engine.access;

import beamline.router.api.AdminKeys;
import beamline.router.api.ErrorCode;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterException;
import beamline.router.api.admin.Credentials;
import beamline.router.api.admin.Health.Component;
import beamline.router.api.admin.Health.Status;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Says who shows something. Secrets are compared as digests, all of them, so that the time it takes
 * tells nothing. Safe for concurrent use.
 */
public final class Authenticator {
  private final @Nullable Digest adminKey;
  private final @Nullable FollowedCallers followed;
  private final boolean anonymous;

  private Authenticator(
      @Nullable Digest adminKey, @Nullable FollowedCallers followed, boolean anonymous) {
    this.adminKey = adminKey;
    this.followed = followed;
    this.anonymous = anonymous;
  }

  /**
   * As configured. A credentials file is followed.
   *
   * @throws RouterException with {@link ErrorCode#CONFIGURATION_INVALID} when the credentials file
   *     cannot be used
   */
  public static Authenticator of(RouterConfig config, LongSupplier nanoTime) {
    return new Authenticator(
        config.get(AdminKeys.API_KEY).map(Digest::of).orElse(null),
        config
            .get(AdminKeys.CREDENTIALS_FILE)
            .map(file -> new FollowedCallers(file, nanoTime))
            .orElse(null),
        config.get(AdminKeys.ANONYMOUS));
  }

  /** How the credentials file is; empty where there is none. */
  public Optional<Component> health() {
    return Optional.ofNullable(followed)
        .map(
            file ->
                file.trouble()
                    .map(trouble -> new Component("access", Status.DEGRADED, trouble))
                    .orElse(new Component("access", Status.UP, "callers are known")));
  }

  private KnownCallers callers() {
    return followed == null ? KnownCallers.NOBODY : followed.get();
  }

  /**
   * Who shows this.
   *
   * @throws RouterException with {@link ErrorCode#UNAUTHENTICATED} when nobody that is known does;
   *     its message does not say what is wrong with what was shown
   */
  public Principal authenticate(Credentials credentials) {
    return find(credentials)
        .orElseThrow(
            () ->
                new RouterException(
                    ErrorCode.UNAUTHENTICATED,
                    credentials instanceof Credentials.None
                        ? "no credentials were shown"
                        : "the credentials are nobody's"));
  }

  private Optional<Principal> find(Credentials credentials) {
    if (credentials instanceof Credentials.ApiKey shown) {
      return secret(callers().apiKeys(), shown.key());
    }
    if (credentials instanceof Credentials.BearerToken shown) {
      return secret(callers().tokens(), shown.token());
    }
    if (credentials instanceof Credentials.ClientCertificate shown) {
      return certificate(shown.subject());
    }
    return anonymous ? Optional.of(Principal.ANONYMOUS) : Optional.empty();
  }

  /** The one key of the configuration counts as a token, too: peers send it so. */
  private Optional<Principal> secret(KnownSecrets known, String shown) {
    Optional<Principal> owner = known.owner(shown);
    boolean admin = adminKey != null && adminKey.is(Digest.of(shown));
    return admin ? Optional.of(Principal.ADMIN) : owner;
  }

  private Optional<Principal> certificate(String subject) {
    try {
      return Optional.ofNullable(callers().certificates().get(Subjects.canonical(subject)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
