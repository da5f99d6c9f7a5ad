package beamline.router.engine.extension.registry;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.admin.ExtensionDocument;
import beamline.router.api.policy.PolicyProblem;
import beamline.router.engine.json.JsonWriter;
import beamline.router.engine.store.Store;
import beamline.router.spi.ExtensionStore;
import beamline.router.spi.ExtensionStore.Write;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The documents of a store, each change of which is in force when the call returns. Safe for
 * concurrent use.
 */
public final class StoredExtensions {
  private static final String VERSION = "version";
  private static final String VERSIONS = "versions";
  private static final String ENABLED = "enabled";

  private final ExtensionStore store;
  private final RecordParser parser;
  private final ExtensionRegistry registry;

  /** Documents of this store, in force through this registry. */
  public StoredExtensions(ExtensionStore store, RecordParser parser, ExtensionRegistry registry) {
    this.store = store;
    this.parser = parser;
    this.registry = registry;
  }

  /** What is registered, by id. */
  public List<ExtensionDocument> all() {
    return Store.EXTENSIONS.ask(store::current).documents();
  }

  /** What is registered under an id. */
  public Optional<ExtensionDocument> get(String id) {
    return Store.EXTENSIONS.ask(() -> store.get(id));
  }

  /** Stores a document in place of the revision that it names. */
  public ExtensionDocument put(ExtensionDocument document) {
    return put(document, List.of());
  }

  /** Problems that are there already are no reason to refuse a change of something else. */
  private ExtensionDocument put(ExtensionDocument document, List<PolicyProblem> tolerated) {
    List<PolicyProblem> problems = new ArrayList<>(parser.problems(document));
    problems.removeAll(tolerated);
    if (!problems.isEmpty()) {
      throw invalid(document.id(), RecordParser.described(problems));
    }
    Write write = Store.EXTENSIONS.ask(() -> store.put(document, document.revision()));
    long revision = done(document.id(), write);
    registry.refresh();
    return stored(document.id(), revision).orElseGet(() -> document.inPlaceOf(revision));
  }

  /** Empty when somebody changed it once more; or when the store fails only now: it has it. */
  private Optional<ExtensionDocument> stored(String id, long revision) {
    try {
      return store.get(id).filter(stored -> stored.revision() == revision);
    } catch (RouterException e) {
      return Optional.empty();
    }
  }

  /** Removes the revision of an extension. */
  public void delete(String id, long revision) {
    Write write = Store.EXTENSIONS.ask(() -> store.delete(id, revision));
    if (write instanceof Write.Conflict conflict && conflict.actual() == 0) {
      throw notFound(id);
    }
    done(id, write);
    registry.refresh();
  }

  /** Lets an extension be called, or not. */
  public ExtensionDocument enable(String id, boolean enabled) {
    return change(
        id,
        record -> {
          record.put(ENABLED, enabled);
          return record;
        });
  }

  /** Adds a version, or changes it, as the newest. */
  public ExtensionDocument rollOut(String id, String versionJson) {
    Map<String, Object> version = object(id, versionJson);
    if (!(version.get(VERSION) instanceof String name) || name.isEmpty()) {
      throw invalid(id, "version is missing, must be the name of the version");
    }
    return change(
        id,
        record -> {
          List<Object> versions = versions(record);
          versions.removeIf(one -> isVersion(one, name));
          versions.add(version);
          record.put(VERSIONS, versions);
          return record;
        });
  }

  /** Takes a version out of service. */
  public ExtensionDocument rollBack(String id, String version) {
    return change(
        id,
        record -> {
          List<Object> versions = versions(record);
          boolean found = false;
          for (int i = 0; i < versions.size(); i++) {
            if (isVersion(versions.get(i), version) && versions.get(i) instanceof Map<?, ?> old) {
              Map<String, Object> changed = copy(old);
              changed.put(ENABLED, false);
              versions.set(i, changed);
              found = true;
            }
          }
          if (!found) {
            throw new RouterException(
                ErrorCode.EXTENSION_NOT_FOUND,
                "extension " + id + " has no version " + version + " beside its own");
          }
          record.put(VERSIONS, versions);
          return record;
        });
  }

  /** Reads the store again. */
  public void reload() {
    Store.EXTENSIONS.ask(
        () -> {
          registry.load();
          return true;
        });
  }

  private ExtensionDocument change(String id, UnaryOperator<Map<String, Object>> change) {
    ExtensionDocument stored = get(id).orElseThrow(() -> notFound(id));
    Map<String, Object> record = change.apply(object(id, stored.json()));
    return put(
        new ExtensionDocument(id, JsonWriter.text(record), stored.revision(), stored.updatedAt()),
        parser.problems(stored));
  }

  private static Map<String, Object> object(String id, String json) {
    try {
      return copy(RecordParser.object(json));
    } catch (IllegalArgumentException e) {
      throw invalid(id, String.valueOf(e.getMessage()));
    }
  }

  private static Map<String, Object> copy(Map<?, ?> object) {
    Map<String, Object> copy = new LinkedHashMap<>();
    object.forEach((key, value) -> copy.put((String) key, value));
    return copy;
  }

  private static List<Object> versions(Map<String, Object> record) {
    return record.get(VERSIONS) instanceof List<?> list ? new ArrayList<>(list) : new ArrayList<>();
  }

  private static boolean isVersion(Object one, String name) {
    return one instanceof Map<?, ?> version && name.equals(version.get(VERSION));
  }

  private static long done(String id, Write write) {
    if (write instanceof Write.Done done) {
      return done.revision();
    }
    Write.Conflict conflict = (Write.Conflict) write;
    throw new RouterException(
        ErrorCode.POLICY_CONFLICT,
        "extension "
            + id
            + " is at revision "
            + conflict.actual()
            + ", the change expected "
            + conflict.expected());
  }

  private static RouterException notFound(String id) {
    return new RouterException(
        ErrorCode.EXTENSION_NOT_FOUND, "extension " + id + " is not registered");
  }

  private static RouterException invalid(String id, String what) {
    return new RouterException(ErrorCode.INVALID_REQUEST, "extension " + id + ": " + what);
  }
}
