package beamline.router.nats.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.spi.ComponentConfig;
import beamline.router.testkit.server.NatsServer;
import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.Nats;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginTest {
  // A seed and its public key as they stand in the documentation of NATS.
  private static final String SEED = "SUACSSL3UAHUDXKFSNVUZRF5UHPMWZ6BFDTJ7M6USDXIEDNPPQYYYCU3VY";
  private static final String PUBLIC = "UDXU4RCSJNZOIQHZNWXHXORDPRTGNJAHAHFRGZNEEJCPQTT2M7NLCNF4";
  private static final int OPERATOR = 14 << 3;
  private static final int ACCOUNT = 0;

  @Test
  void aSeedHasThePublicKeyOfTheDocumentation() {
    assertThat(NKey.ofSeed(SEED).publicKey()).isEqualTo(PUBLIC);
  }

  @Test
  void anNKeyLogsIn() throws Exception {
    try (NatsServer server =
        NatsServer.start("authorization { users: [ { nkey: " + PUBLIC + " } ] }")) {
      connects(Map.of("url", server.url(), "nkey", SEED));
      refused(Map.of("url", server.url()));
    }
  }

  @Test
  void aUserLogsInWithSettingsOrInTheUrl() throws Exception {
    try (NatsServer server =
        NatsServer.start("authorization { user: \"router\", password: \"pass%word\" }")) {
      connects(Map.of("url", server.url(), "username", "router", "password", "pass%word"));
      connects(Map.of("url", "nats://router:pass%25word@127.0.0.1:" + server.port()));
      refused(Map.of("url", server.url(), "username", "router", "password", "wrong"));
    }
  }

  @Test
  void aTokenLogsIn() throws Exception {
    try (NatsServer server = NatsServer.start("authorization { token: \"open-sesame\" }")) {
      connects(Map.of("url", server.url(), "token", "open-sesame"));
      connects(Map.of("url", "nats://open-sesame@127.0.0.1:" + server.port()));
      refused(Map.of("url", server.url(), "token", "wrong"));
    }
  }

  @Test
  void aJwtLogsInWithItsSeedApartOrInACredentialsFile(@TempDir Path folder) throws Exception {
    NKey operator = NKey.of(OPERATOR, secret(1));
    NKey account = NKey.of(ACCOUNT, secret(2));
    NKey system = NKey.of(ACCOUNT, secret(3));
    NKey user = NKey.ofSeed(SEED);
    String settings =
        "operator: "
            + jwt(operator, operator, "\"type\":\"operator\"")
            + "\nsystem_account: "
            + system.publicKey()
            + "\nresolver: MEMORY\nresolver_preload: {\n"
            + account.publicKey()
            + ": "
            + jwt(operator, account, accountClaims())
            + "\n"
            + system.publicKey()
            + ": "
            + jwt(operator, system, accountClaims())
            + "\n}";
    String jwt = jwt(account, user, "\"type\":\"user\",\"subs\":-1,\"data\":-1,\"payload\":-1");
    Path file = folder.resolve("user.creds");
    Files.writeString(
        file,
        "-----BEGIN NATS USER JWT-----\n"
            + jwt
            + "\n------END NATS USER JWT------\n\n-----BEGIN USER NKEY SEED-----\n"
            + SEED
            + "\n------END USER NKEY SEED------\n");
    try (NatsServer server = NatsServer.start(settings)) {
      connects(Map.of("url", server.url(), "jwt", jwt, "nkey", SEED));
      connects(Map.of("url", server.url(), "credentials-file", file.toString()));
      refused(Map.of("url", server.url(), "nkey", SEED));
    }
  }

  @Test
  void whatDoesNotSuitIsNamedAndNoSecretIsShown() {
    String wrong = SEED.replace('3', '4');
    assertThatThrownBy(() -> settings(Map.of("nkey", wrong)))
        .hasMessageContaining("transport.nats.nkey is '***', must be the seed")
        .hasMessageNotContaining(wrong);
    assertThatThrownBy(() -> settings(Map.of("url", "nats://user:hunter2@ho st")))
        .hasMessageContaining("transport.nats.url")
        .hasMessageNotContaining("hunter2");
    assertThatThrownBy(() -> settings(Map.of("url", "nats://user:hun,ter2@host")))
        .hasMessageContaining("transport.nats.url is '***'")
        .hasMessageNotContaining("hun");
    assertThatThrownBy(() -> settings(Map.of("token", "a", "username", "b")))
        .hasMessageContaining("transport.nats.username");
    assertThatThrownBy(() -> settings(Map.of("credentials-file", "/nowhere/user.creds")))
        .hasMessageContaining("transport.nats.credentials-file is '/nowhere/user.creds'");
    assertThat(settings(Map.of("url", "nats://user:hunter2@a:1,b:2")))
        .hasToString("nats://a:1,nats://b:2");
  }

  @SuppressWarnings("try") // closing the client's connection may be interrupted
  private static void connects(Map<String, String> values) throws Exception {
    Connection connection = Nats.connect(settings(values).options().build());
    try {
      assertThat(connection.getStatus()).isEqualTo(Connection.Status.CONNECTED);
      assertThat(connection.getConnectedUrl()).doesNotContain("@");
    } finally {
      connection.close();
    }
  }

  /** The client tells only when its time is over, which need not be long here. */
  private static void refused(Map<String, String> values) {
    assertThatThrownBy(
            () ->
                Nats.connect(
                    settings(values)
                        .options()
                        .noReconnect()
                        .connectionTimeout(Duration.ofSeconds(1))
                        .build()))
        .isInstanceOf(AuthenticationException.class);
  }

  private static ConnectionSettings settings(Map<String, String> values) {
    return ConnectionSettings.from(new ComponentConfig("transport.nats.", values));
  }

  private static byte[] secret(int of) {
    byte[] secret = new byte[32];
    Arrays.fill(secret, (byte) of);
    return secret;
  }

  private static String accountClaims() {
    return "\"type\":\"account\",\"limits\":{\"subs\":-1,\"data\":-1,\"payload\":-1,"
        + "\"imports\":-1,\"exports\":-1,\"wildcards\":true,\"conn\":-1,\"leaf\":-1}";
  }

  private static String jwt(NKey issuer, NKey subject, String claims) {
    String content =
        encoded("{\"typ\":\"JWT\",\"alg\":\"ed25519-nkey\"}")
            + "."
            + encoded(
                "{\"jti\":\"A\",\"iat\":1700000000,\"iss\":\""
                    + issuer.publicKey()
                    + "\",\"name\":\"n\",\"sub\":\""
                    + subject.publicKey()
                    + "\",\"nats\":{"
                    + claims
                    + ",\"version\":2}}");
    return content
        + "."
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(issuer.sign(content.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
