package beamline.router.grpc;

import beamline.router.api.admin.Credentials;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a caller shows: {@code x-api-key}, else {@code authorization: Bearer}, else the client
 * certificate that the TLS session has verified. Whoever shows a wrong key is not saved by its
 * certificate. {@code x-user-id} and {@code x-tenant-id} prove nothing and are not looked at.
 */
final class ShownCredentials implements ServerInterceptor {
  private static final Credentials NONE = new Credentials.None();
  private static final Context.Key<Credentials> SHOWN =
      Context.keyWithDefault("beamline-router-credentials", NONE);
  private static final Metadata.Key<String> API_KEY =
      Metadata.Key.of("x-api-key", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final String BEARER = "Bearer ";

  /** What the caller of the present call shows. */
  static Credentials ofCall() {
    return SHOWN.get();
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Credentials shown = shown(headers, call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION));
    return Contexts.interceptCall(Context.current().withValue(SHOWN, shown), call, headers, next);
  }

  private static Credentials shown(Metadata headers, @Nullable SSLSession session) {
    String key = headers.get(API_KEY);
    if (key != null) {
      return new Credentials.ApiKey(key.strip());
    }
    String authorization = headers.get(AUTHORIZATION);
    if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return new Credentials.BearerToken(authorization.substring(BEARER.length()).strip());
    }
    return session == null ? NONE : certificate(session);
  }

  private static Credentials certificate(SSLSession session) {
    try {
      return session.getPeerCertificates()[0] instanceof X509Certificate certificate
          ? new Credentials.ClientCertificate(
              certificate.getSubjectX500Principal().getName(X500Principal.RFC2253))
          : NONE;
    } catch (SSLPeerUnverifiedException e) {
      return NONE; // the server does not ask for one, or does not insist
    }
  }
}
