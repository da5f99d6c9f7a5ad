package beamline.router.engine.wire;

import beamline.router.engine.json.JsonLimits;
import beamline.router.engine.json.JsonReader;
import beamline.router.engine.json.JsonSyntaxException;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds the ids in bytes that are no JSON, or too many to parse, so that the caller learns which of
 * its requests was refused. A guess: the first {@code "request_id":"..."} wins, wherever it stands.
 */
final class IdScan {
  /** Ids stand at the front of what real clients send; the rest is not worth the time. */
  private static final int FARTHEST = 16_384;

  /** With its quotes. */
  private static final int LONGEST_TEXT = Fields.LONGEST_ID + 2;

  private static final JsonLimits ONE_TEXT = new JsonLimits(LONGEST_TEXT, 0, 1);
  private static final String[] NAMES = {"request_id", "message_id", "trace_id", "tenant_id"};

  private final byte[] bytes;
  private final int end;

  private IdScan(byte[] bytes) {
    this.bytes = bytes;
    this.end = Math.min(bytes.length, FARTHEST);
  }

  /** The ids as a message of its own. */
  static Map<String, Object> of(byte[] bytes) {
    return new IdScan(bytes).ids();
  }

  private Map<String, Object> ids() {
    Map<String, Object> ids = new HashMap<>();
    for (int at = 0; at < end; at++) {
      if (bytes[at] == '"') {
        for (String name : NAMES) {
          if (isKey(name, at + 1) && !ids.containsKey(name)) {
            keep(ids, name, at + name.length() + 2);
          }
        }
      }
    }
    return ids;
  }

  private boolean isKey(String name, int at) {
    int length = name.length();
    if (at + length >= end || bytes[at + length] != '"') {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (bytes[at + i] != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private void keep(Map<String, Object> ids, String name, int afterKey) {
    int colon = afterSpace(afterKey);
    int open = colon < end && bytes[colon] == ':' ? afterSpace(colon + 1) : end;
    if (open >= end || bytes[open] != '"') {
      return;
    }
    int close = open + 1;
    while (close < end && bytes[close] != '"') {
      close += bytes[close] == '\\' ? 2 : 1;
    }
    int length = close + 1 - open;
    if (close < end && length <= LONGEST_TEXT) {
      try {
        ids.put(name, JsonReader.read(bytes, open, length, ONE_TEXT));
      } catch (JsonSyntaxException e) {
        // not a text after all: the id stays unknown
      }
    }
  }

  private int afterSpace(int at) {
    int i = at;
    while (i < end && bytes[i] <= ' ' && bytes[i] > 0) {
      i++;
    }
    return i;
  }
}
