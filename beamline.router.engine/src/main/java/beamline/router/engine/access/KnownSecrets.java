package beamline.router.engine.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Digests, and whose they are. Finding one looks at all of them, so that the time tells nothing.
 * Immutable.
 */
final class KnownSecrets {
  private final List<Known> known;

  private record Known(Digest digest, Principal principal) {}

  private KnownSecrets(List<Known> known) {
    this.known = List.copyOf(known);
  }

  static Builder builder() {
    return new Builder();
  }

  Optional<Principal> owner(String secret) {
    Digest shown = Digest.of(secret);
    Principal found = null;
    for (Known one : known) {
      if (one.digest().is(shown)) {
        found = one.principal();
      }
    }
    return Optional.ofNullable(found);
  }

  boolean isEmpty() {
    return known.isEmpty();
  }

  /** Collects them. */
  static final class Builder {
    private final List<Known> known = new ArrayList<>();

    /** Whether nobody had this secret before. */
    boolean add(Digest digest, Principal principal) {
      boolean fresh = known.stream().noneMatch(one -> one.digest().is(digest));
      known.add(new Known(digest, principal));
      return fresh;
    }

    KnownSecrets build() {
      return new KnownSecrets(known);
    }
  }
}
