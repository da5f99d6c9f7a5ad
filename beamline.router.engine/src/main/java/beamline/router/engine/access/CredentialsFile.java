package beamline.router.engine.access;

import beamline.router.api.AdminKeys;
import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.engine.json.JsonFindings;
import beamline.router.engine.json.JsonLimits;
import beamline.router.engine.json.JsonReader;
import beamline.router.engine.json.JsonSyntaxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads who may administer and by what they are known. No secret is in the file, only digests; all
 * the same nobody but its owner may read or write it: who can write it can be anybody.
 *
 * <pre>{@code
 * {"principals": [
 *   {"id": "ada", "api_keys": ["sha256:..."], "bearer_tokens": [], "certificates": ["CN=ada"]}
 * ]}
 * }</pre>
 */
final class CredentialsFile {
  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_PRINCIPALS = 1000;
  private static final int MAX_SECRETS = 16;
  private static final JsonLimits LIMITS = new JsonLimits(MAX_BYTES, 8, 100_000);
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Set<String> MEMBERS =
      Set.of("id", "api_keys", "bearer_tokens", "certificates");
  private static final Set<PosixFilePermission> OWNERS =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private final Path file;
  private final KnownSecrets.Builder apiKeys = KnownSecrets.builder();
  private final KnownSecrets.Builder tokens = KnownSecrets.builder();
  private final Map<String, Principal> certificates = new HashMap<>();
  private final Set<String> ids = new HashSet<>();

  private CredentialsFile(Path file) {
    this.file = file;
  }

  /**
   * Reads a file.
   *
   * @throws RouterException with {@link ErrorCode#CONFIGURATION_INVALID} that says where what is
   *     wrong
   */
  static KnownCallers read(Path file) {
    return new CredentialsFile(file).read();
  }

  private KnownCallers read() {
    try {
      requireOwnerOnly();
      if (Files.size(file) > MAX_BYTES) {
        throw invalid("has more than " + MAX_BYTES + " bytes");
      }
      Object root = parsed(Files.readAllBytes(file));
      if (!(root instanceof Map<?, ?> map)
          || !map.keySet().equals(Set.of("principals"))
          || !(map.get("principals") instanceof List<?> principals)) {
        throw invalid("must be an object with the one member principals, a list");
      }
      if (principals.size() > MAX_PRINCIPALS) {
        throw invalid(
            "principals are " + principals.size() + ", may be " + MAX_PRINCIPALS + " at most");
      }
      for (int i = 0; i < principals.size(); i++) {
        take("principals[" + i + "]", principals.get(i));
      }
      return new KnownCallers(apiKeys.build(), tokens.build(), certificates);
    } catch (IOException e) {
      throw new RouterException(
          ErrorCode.CONFIGURATION_INVALID, name() + " cannot be read: " + e, e);
    }
  }

  /** Where the file system has no such permissions, its access rules are the operator's. */
  private void requireOwnerOnly() throws IOException {
    if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
      return;
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    if (!OWNERS.containsAll(permissions)) {
      throw invalid(
          "has the permissions "
              + PosixFilePermissions.toString(permissions)
              + ", must be for its owner only, such as rw-------");
    }
  }

  private Object parsed(byte[] bytes) {
    try {
      return JsonReader.read(
          bytes,
          0,
          bytes.length,
          LIMITS,
          new JsonFindings() {
            @Override
            public void duplicateKey(String path) {
              throw invalid(path + " is there twice");
            }

            @Override
            public void nullValue(String path) {
              throw invalid(path + " is null");
            }
          });
    } catch (JsonSyntaxException e) {
      throw invalid("is no JSON, line " + line(bytes, e.offset()) + ": " + e.getMessage());
    }
  }

  private static long line(byte[] bytes, long offset) {
    long line = 1;
    for (int i = 0; i < bytes.length && i < offset; i++) {
      line += bytes[i] == '\n' ? 1 : 0;
    }
    return line;
  }

  private void take(String path, Object item) {
    if (!(item instanceof Map<?, ?> map)) {
      throw invalid(path + " must be an object");
    }
    for (Object member : map.keySet()) {
      if (!MEMBERS.contains(member)) {
        throw invalid(
            path
                + "."
                + member
                + " is unknown, known are id, api_keys, bearer_tokens"
                + " and certificates");
      }
    }
    if (!(map.get("id") instanceof String id) || !ID.matcher(id).matches()) {
      throw invalid(path + ".id must be 1 to 64 letters, digits, underscores or dashes");
    }
    if (Principal.isReserved(id)) {
      throw invalid(path + ".id is " + id + ", which stands for something else: choose another");
    }
    if (!ids.add(id)) {
      throw invalid(path + ".id is " + id + ", which is there twice");
    }
    Principal principal = Principal.of(id);
    secrets(path + ".api_keys", map.get("api_keys"), apiKeys, principal);
    secrets(path + ".bearer_tokens", map.get("bearer_tokens"), tokens, principal);
    List<?> subjects = list(path + ".certificates", map.get("certificates"));
    for (int i = 0; i < subjects.size(); i++) {
      certificate(path + ".certificates[" + i + "]", subjects.get(i), principal);
    }
  }

  private void secrets(
      String path, @Nullable Object value, KnownSecrets.Builder known, Principal principal) {
    List<?> digests = list(path, value);
    for (int i = 0; i < digests.size(); i++) {
      String at = path + "[" + i + "]";
      Digest digest;
      try {
        digest = Digest.read(String.valueOf(digests.get(i)));
      } catch (IllegalArgumentException e) {
        // the text is not told: it may be the secret itself
        throw invalid(at + " must be the digest of a secret, " + Digest.FORM);
      }
      if (!known.add(digest, principal)) {
        throw invalid(at + " is there twice: a secret says who shows it");
      }
    }
  }

  private void certificate(String path, Object value, Principal principal) {
    String subject;
    try {
      subject = Subjects.canonical(String.valueOf(value));
    } catch (IllegalArgumentException e) {
      throw invalid(path + " must be a distinguished name such as CN=ada,O=Acme");
    }
    if (certificates.put(subject, principal) != null) {
      throw invalid(path + " is there twice: a subject says who shows it");
    }
  }

  private List<?> list(String path, @Nullable Object value) {
    if (value == null) {
      return List.of();
    }
    if (value instanceof List<?> list && list.size() <= MAX_SECRETS) {
      return list;
    }
    throw invalid(path + " must be a list of at most " + MAX_SECRETS);
  }

  private String name() {
    return AdminKeys.CREDENTIALS_FILE + " " + file;
  }

  private RouterException invalid(String problem) {
    return new RouterException(ErrorCode.CONFIGURATION_INVALID, name() + ": " + problem);
  }
}
