package beamline.router.examples.node.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import beamline.router.api.RouterConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskingTest {
  private final Masking masking = new Masking(List.of("hush", "hush-hush"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password",
        "api_key",
        "secret",
        "token",
        "access_token",
        "refresh_token",
        "authorization",
        "credit_card",
        "ssn",
        "email",
        "phone",
        "bearer",
        "x-api-key",
        "x-auth-token",
        "x-authorization",
        "Email",
        "X-API-Key",
        "user_email"
      })
  void valuesOfTheseKeysAreMaskedAtAnyDepth(String key) {
    assertThat(masking.pair(key, 42)).isEqualTo("[REDACTED]");
    assertThat(masking.pair("context", Map.of("list", List.of(Map.of(key, "value")))))
        .isEqualTo(Map.of("list", List.of(Map.of(key, "[REDACTED]"))));
  }

  @Test
  void otherValuesStay() {
    assertThat(masking.pair("tenant_id", "acme")).isEqualTo("acme");
    assertThat(masking.pair("latency_ms", 12L)).isEqualTo(12L);
    assertThat(masking.pair("ok", true)).isEqualTo(true);
    assertThat(masking.pair("nothing", null)).isNull();
    assertThat(masking.pair("tokens", 12)).isEqualTo(12);
  }

  @Test
  void aLongValueIsMaskedOnASmallStack() throws Exception {
    AtomicReference<String> masked = new AtomicReference<>();
    String text = "{\"token\":\"" + "a\\n".repeat(1_300) + "\"}";
    Thread small = new Thread(null, () -> masked.set(masking.text(text)), "small", 128 << 10);
    small.start();
    small.join();
    assertThat(masked.get()).isEqualTo("{\"token\":\"[REDACTED]\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          the key is hush-hush, or hush   | the key is [REDACTED], or [REDACTED]
          nats://u:p@one:4222,nats://two  | nats://[REDACTED]@one:4222,nats://two
          nats://u:p@ss@one and so on     | nats://[REDACTED]@one and so on
          jdbc:x://h/db?password=p&a=b    | jdbc:x://h/db?password=[REDACTED]&a=b
          Authorization: Bearer abc.def-9 | Authorization: Bearer [REDACTED]
          {x_api_key=k, tenant=a}         | {x_api_key=[REDACTED], tenant=a}
          {"email": "a b", "ok": 1}       | {"email": "[REDACTED]", "ok": 1}
          password="hun ter2" and more    | password=[REDACTED] and more
          {"token":"a\\"b","ok":1}        | {"token":"[REDACTED]","ok":1}
          jane.doe+x@example.org is gone  | [REDACTED] is gone
          eyJhbGciOiJFZERTQSJ9.eyJqdGki.x | [REDACTED]
          """)
  void secretsAndPersonsAreMaskedInText(String text, String masked) {
    assertThat(masking.text(text)).isEqualTo(masked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "at java.base@17.0.15/java.lang.Thread.run(Thread.java:840)",
        "at beamline.router.engine@0.1.0-SNAPSHOT/beamline.router.engine.X.y(X.java)",
        "password authentication failed for user router",
        "admin.api-key has fewer than 16 characters and can be guessed"
      })
  void otherTextStays(String text) {
    assertThat(masking.text(text)).isEqualTo(text);
  }

  /** What a caller sends may be made to take long: with patterns that try again and again. */
  @ParameterizedTest
  @ValueSource(strings = {"a", "a.", "eyJ-", "bearer ", "://", "\"token\":", "token=", "a@a."})
  void hostileTextTakesNoLongerThanOther(String part) {
    String hostile = part.repeat(50_000);
    assertTimeout(
        Duration.ofSeconds(2), () -> assertThat(masking.text(hostile)).hasSizeLessThan(9_000));
  }

  @Test
  void theSecretsOfAConfigurationAreKnown() {
    RouterConfig config =
        RouterConfig.builder()
            .set("nats.url", "nats://user:in%40the@url@localhost:4222")
            .set("nats.password", "of-nats")
            .set("admin.api-key", "prod-of-the-admin")
            .set("audit.hmac-secret", "of-the-audit-log")
            .set("audit.hmac-old-keys", "k1:0123456789abcdef,k2:fedcba9876543210")
            .set("policy-store.postgres.password", "of-the-database")
            .set("nats.credentials-file", "/etc/nats.creds")
            .build();
    assertThat(Secrets.of(config))
        .contains(
            "in%40the@url",
            "in@the@url",
            "of-nats",
            "prod-of-the-admin",
            "of-the-audit-log",
            "0123456789abcdef",
            "fedcba9876543210",
            "of-the-database")
        .doesNotContain("/etc/nats.creds", "k1", "user");
  }
}
