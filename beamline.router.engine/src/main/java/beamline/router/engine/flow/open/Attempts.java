package beamline.router.engine.flow.open;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * How the attempts of one piece of work are told apart and together: a worker that took an
 * assignment swallows a second one with the same id, so every attempt has an id of its own. All
 * nodes derive the same one, so that the stream keeps one of what they all publish.
 */
public final class Attempts {
  /** Header of an attempt after the first: the id of the first one. */
  public static final String ROOT = "x-root-assignment-id";

  /** Header of an attempt after the first: its number, from 2. */
  public static final String NUMBER = "x-attempt";

  /** What a policy may ask for, at most. */
  public static final int MAX = 5;

  private Attempts() {}

  /** The assignment id of an attempt, from 1. */
  public static String id(String rootId, int attempt) {
    return attempt <= 1
        ? rootId
        : UUID.nameUUIDFromBytes((rootId + "#" + attempt).getBytes(StandardCharsets.UTF_8))
            .toString();
  }
}
