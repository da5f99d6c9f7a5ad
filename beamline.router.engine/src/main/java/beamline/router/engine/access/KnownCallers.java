package beamline.router.engine.access;

import java.util.Map;

/**
 * Whom a router knows, by what they show. Immutable.
 *
 * @param apiKeys keys
 * @param tokens bearer tokens
 * @param certificates subjects of client certificates in their canonical form
 */
record KnownCallers(
    KnownSecrets apiKeys, KnownSecrets tokens, Map<String, Principal> certificates) {

  /** Nobody. */
  static final KnownCallers NOBODY =
      new KnownCallers(KnownSecrets.builder().build(), KnownSecrets.builder().build(), Map.of());

  KnownCallers {
    certificates = Map.copyOf(certificates);
  }
}
