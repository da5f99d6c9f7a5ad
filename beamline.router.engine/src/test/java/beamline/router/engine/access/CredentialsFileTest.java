package beamline.router.engine.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterException;
import beamline.router.api.admin.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsFileTest {
  @TempDir private Path folder;
  private final AtomicLong now = new AtomicLong();
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("principals.json");
  }

  private Authenticator authenticator(String json) {
    Principals.write(file, json.replace('\'', '"'));
    return Authenticator.of(
        RouterConfig.defaults()
            .with("admin.credentials-file", file.toString())
            .with("admin.api-key", "the-admin-key"),
        now::get);
  }

  private static String digest(String secret) {
    return "'" + Digest.of(secret).text() + "'";
  }

  @Test
  void aPrincipalIsKnownByEachOfItsKeysTokensAndCertificates() {
    Authenticator authenticator =
        authenticator(
            "{'principals':[{'id':'ada','api_keys':[%s,%s],'bearer_tokens':[%s],"
                    .formatted(digest("old-key"), digest("new-key"), digest("a-token"))
                + "'certificates':['CN=ada, OU=Ops,O=Acme']},{'id':'bob'}]}");

    for (Credentials shown :
        new Credentials[] {
          new Credentials.ApiKey("old-key"),
          new Credentials.ApiKey("new-key"),
          new Credentials.BearerToken("a-token"),
          new Credentials.ClientCertificate("cn=Ada,ou=ops,o=acme")
        }) {
      assertThat(authenticator.authenticate(shown)).isEqualTo(Principal.of("ada"));
    }
    assertThat(authenticator.authenticate(new Credentials.ApiKey("the-admin-key")))
        .isEqualTo(Principal.ADMIN);
    assertThat(authenticator.authenticate(new Credentials.BearerToken("the-admin-key")))
        .isEqualTo(Principal.ADMIN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a-token", "old-key ", "OLD-KEY", "", "sha256:", "the-admin-ke"})
  void whatIsNotExactlyAKeyIsNobodys(String shown) {
    Authenticator authenticator =
        authenticator(
            "{'principals':[{'id':'ada','api_keys':[%s],'bearer_tokens':[%s]}]}"
                .formatted(digest("old-key"), digest("a-token")));

    assertThatThrownBy(() -> authenticator.authenticate(new Credentials.ApiKey(shown)))
        .isInstanceOfSatisfying(
            RouterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAUTHENTICATED))
        .hasMessage("the credentials are nobody's");
    assertThatThrownBy(
            () -> authenticator.authenticate(new Credentials.ApiKey(Digest.of("old-key").text())))
        .isInstanceOf(RouterException.class);
  }

  @Test
  void whoShowsNothingIsAViewerWhereThatIsAllowed() {
    assertThat(
            Authenticator.of(RouterConfig.defaults().with("admin.anonymous", "true"), now::get)
                .authenticate(new Credentials.None()))
        .isEqualTo(Principal.ANONYMOUS);
    assertThatThrownBy(
            () ->
                Authenticator.of(RouterConfig.defaults(), now::get)
                    .authenticate(new Credentials.None()))
        .hasMessage("no credentials were shown");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\\n'principals':[\\n{'id':}]} | is no JSON, line 3",
        "[] | must be an object with the one member principals",
        "{'principals':[],'more':1} | must be an object with the one member principals",
        "{'principals':[7]} | principals[0] must be an object",
        "{'principals':[{'id':'a'},{'id':'b c'}]} | principals[1].id must be 1 to 64 letters",
        "{'principals':[{}]} | principals[0].id must be",
        "{'principals':[{'id':'admin'}]} | principals[0].id is admin, which stands for something",
        "{'principals':[{'id':'worker'}]} | principals[0].id is worker, which stands for something",
        "{'principals':[{'id':'host'}]} | principals[0].id is host, which stands for something",
        "{'principals':[{'id':'a'},{'id':'a'}]} | principals[1].id is a, which is there twice",
        "{'principals':[{'id':'a','id':'b'}]} | principals[0].id is there twice",
        "{'principals':[{'id':'a','api_keys':null}]} | principals[0].api_keys is null",
        "{'principals':[{'id':'a','api_key':'x'}]} | principals[0].api_key is unknown",
        "{'principals':[{'id':'a','api_keys':'x'}]} | principals[0].api_keys must be a list",
        "{'principals':[{'id':'a','certificates':['x y']}]} | principals[0].certificates[0] must",
      })
  void whatIsWrongIsSaidWithItsPlace(String json, String problem) {
    assertThatThrownBy(() -> authenticator(json.replace("\\n", "\n")))
        .isInstanceOfSatisfying(
            RouterException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID))
        .hasMessageStartingWith("admin.credentials-file " + file)
        .hasMessageContaining(problem);
  }

  @Test
  void aPlainSecretIsRefusedAndNotRepeated() {
    assertThatThrownBy(
            () -> authenticator("{'principals':[{'id':'a','api_keys':['my plain secret']}]}"))
        .hasMessageContaining("principals[0].api_keys[0] must be the digest of a secret, sha256:")
        .hasMessageNotContaining("plain");
  }

  @Test
  void oneSecretOfTwoPrincipalsIsRefused() {
    assertThatThrownBy(
            () ->
                authenticator(
                    "{'principals':[{'id':'a','api_keys':[%1$s]},{'id':'b','api_keys':[%1$s]}]}"
                        .formatted(digest("same"))))
        .hasMessageContaining("principals[1].api_keys[0] is there twice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw--w----", "rw-r--r--", "rw-----w-"})
  void aFileThatOthersMayReadOrWriteIsRefused(String permissions) throws IOException {
    authenticator("{'principals':[]}");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

    assertThatThrownBy(() -> CredentialsFile.read(file))
        .hasMessageContaining("has the permissions " + permissions)
        .hasMessageContaining("must be for its owner only");
  }

  @Test
  void aFileThatIsChangedCountsASecondLaterAndABrokenOneChangesNothing() {
    Authenticator authenticator =
        authenticator("{'principals':[{'id':'ada','api_keys':[%s]}]}".formatted(digest("old")));
    Credentials oldKey = new Credentials.ApiKey("old");
    Credentials newKey = new Credentials.ApiKey("new-one");

    Principals.write(file, "{\"principals\":[{\"id\":\"ada\",\"api_keys\":[\"plain\"]}]}");
    now.addAndGet(TimeUnit.SECONDS.toNanos(1));
    assertThat(authenticator.authenticate(oldKey)).isEqualTo(Principal.of("ada"));

    Principals.write(
        file,
        "{'principals':[{'id':'eva','api_keys':[%s]}]}"
            .formatted(digest("new-one"))
            .replace('\'', '"'));
    now.addAndGet(TimeUnit.MILLISECONDS.toNanos(999));
    assertThat(authenticator.authenticate(oldKey)).isEqualTo(Principal.of("ada"));
    now.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
    assertThat(authenticator.authenticate(newKey)).isEqualTo(Principal.of("eva"));
    assertThatThrownBy(() -> authenticator.authenticate(oldKey))
        .isInstanceOf(RouterException.class);
  }

  @Test
  void aFileWhoseRightsAreMendedAfterItWasWrittenIsReadAndHealthSaysHowItIs() throws IOException {
    Authenticator authenticator =
        authenticator("{'principals':[{'id':'ada','api_keys':[%s]}]}".formatted(digest("stolen")));
    Credentials stolen = new Credentials.ApiKey("stolen");
    assertThat(health(authenticator)).isEqualTo("UP callers are known");

    Principals.write(file, "{\"principals\":[]}");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    secondLater();
    assertThat(authenticator.authenticate(stolen)).isEqualTo(Principal.of("ada"));
    assertThat(health(authenticator)).startsWith("DEGRADED what was changed is not taken over");

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    secondLater();
    assertThatThrownBy(() -> authenticator.authenticate(stolen))
        .isInstanceOf(RouterException.class);
    assertThat(health(authenticator)).isEqualTo("UP callers are known");
  }

  @Test
  void ofAFileThatIsRemovedNobodyIsKnownUntilThereIsOneAgain() throws IOException {
    String json = "{'principals':[{'id':'ada','api_keys':[%s]}]}".formatted(digest("key"));
    Authenticator authenticator = authenticator(json);
    Credentials key = new Credentials.ApiKey("key");

    Path aside = Files.move(file, folder.resolve("aside.json"));
    secondLater();
    assertThatThrownBy(() -> authenticator.authenticate(key)).isInstanceOf(RouterException.class);
    assertThat(authenticator.authenticate(new Credentials.ApiKey("the-admin-key")))
        .isEqualTo(Principal.ADMIN);
    assertThat(health(authenticator))
        .isEqualTo(
            "DEGRADED admin.credentials-file " + file + " is removed: nobody of it is known");

    Files.move(aside, file);
    secondLater();
    assertThat(authenticator.authenticate(key)).isEqualTo(Principal.of("ada"));
    assertThat(health(authenticator)).isEqualTo("UP callers are known");
  }

  private void secondLater() {
    now.addAndGet(TimeUnit.SECONDS.toNanos(1));
  }

  private static String health(Authenticator authenticator) {
    var component = authenticator.health().orElseThrow();
    return component.status() + " " + component.detail();
  }

  @Test
  void aFileThatIsTooLargeOrNotThereIsRefused() {
    assertThatThrownBy(() -> authenticator(" ".repeat((1 << 20) + 1)))
        .hasMessageContaining("has more than 1048576 bytes");
    assertThatThrownBy(() -> CredentialsFile.read(folder.resolve("none")))
        .isInstanceOf(RouterException.class)
        .hasMessageContaining("cannot be read");
  }
}
