package beamline.router.nats.connection;

import beamline.router.api.RouterException;
import beamline.router.spi.ComponentConfig;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Where the servers are. A user in an URL is kept apart from it, so that nobody logs it.
 *
 * @param urls without users
 * @param user the user, or the token, before the @ of the URLs; empty for none
 * @param password empty for none
 * @param encrypted whether an URL asks for encryption
 */
record ServerUrls(List<String> urls, String user, String password, boolean encrypted) {
  private static final String KEY = "url";
  private static final String DEFAULT = "nats://127.0.0.1:4222";
  private static final Set<String> SCHEMES = Set.of("nats", "tls", "opentls", "ws", "wss");
  private static final String EXPECTED =
      "one or more of nats://host:port or tls://host:port with commas between";

  static ServerUrls from(ComponentConfig config) {
    List<String> urls = new ArrayList<>();
    String userInfo = "";
    boolean encrypted = false;
    for (String part : config.text(KEY).orElse(DEFAULT).split(",", -1)) {
      URI uri = parsed(config, part.strip());
      String own = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo();
      if (!own.isEmpty() && !userInfo.isEmpty() && !own.equals(userInfo)) {
        throw config.invalid(KEY, withoutUser(uri), "of the same user as the other servers");
      }
      userInfo = own.isEmpty() ? userInfo : own;
      encrypted |= uri.getScheme().equals("tls") || uri.getScheme().equals("wss");
      urls.add(withoutUser(uri));
    }
    int colon = userInfo.indexOf(':');
    return new ServerUrls(
        List.copyOf(urls),
        plain(colon < 0 ? userInfo : userInfo.substring(0, colon)),
        plain(colon < 0 ? "" : userInfo.substring(colon + 1)),
        encrypted);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return String.join(",", urls);
  }

  private static URI parsed(ComponentConfig config, String text) {
    String whole = text.contains("://") ? text : "nats://" + text;
    try {
      URI uri = new URI(whole).parseServerAuthority();
      if (uri.getHost() != null && SCHEMES.contains(uri.getScheme())) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw unreadable(config); // the cause would show a password
    }
    throw unreadable(config);
  }

  /** What cannot be read may be a password anywhere in it, such as one with a comma. */
  private static RouterException unreadable(ComponentConfig config) {
    return config.invalid(KEY, "***", EXPECTED);
  }

  private static String withoutUser(URI uri) {
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    return uri.getScheme() + "://" + uri.getHost() + port + path;
  }

  private static String plain(String encoded) {
    return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
