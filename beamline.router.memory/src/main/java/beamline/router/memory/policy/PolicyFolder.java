package beamline.router.memory.policy;

import beamline.router.api.policy.PolicyKey;
import beamline.router.api.policy.PolicyPaths;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A directory with a directory per tenant with a file per policy; where all are of one tenant, with
 * a file per policy. Links are followed as long as they stay inside, as those of volumes that a
 * container platform mounts do; what leads outside is not there.
 */
final class PolicyFolder {
  private static final Logger LOG = System.getLogger(PolicyFolder.class.getName());
  private static final int MAX_COMPLAINTS = 1000;
  private static final String ODD_NAME = "its name is not that of an id";

  private final Path root;
  private final Optional<String> onlyTenant;
  private final Set<Path> complained = new HashSet<>();

  /**
   * What was found.
   *
   * @param files by policy
   * @param directories all that were looked into
   * @param unlisted tenants whose directory is there and could not be looked into, and why
   */
  record Listing(
      Map<PolicyKey, Path> files, List<Path> directories, Map<String, String> unlisted) {}

  /**
   * The directory must exist.
   *
   * @param onlyTenant whose policies are in the directory itself, if all are of one tenant
   */
  PolicyFolder(Path directory, Optional<String> onlyTenant) throws IOException {
    this.root = directory.toRealPath();
    this.onlyTenant = onlyTenant;
  }

  Path root() {
    return root;
  }

  /** Fails when the directory as a whole cannot be looked into. */
  Listing list() throws IOException {
    Listing listing = new Listing(new TreeMap<>(), new ArrayList<>(), new TreeMap<>());
    listing.directories().add(root);
    if (onlyTenant.isPresent()) {
      addFiles(onlyTenant.get(), children(root), listing);
      return listing;
    }
    for (Path tenant : children(root)) {
      if (Files.isDirectory(tenant) && inside(tenant)) {
        Optional<String> tenantId = PolicyPaths.id(name(tenant));
        if (tenantId.isPresent()) {
          addTenant(tenantId.get(), tenant, listing);
        } else {
          complain(tenant, ODD_NAME);
        }
      }
    }
    return listing;
  }

  /**
   * The file of a policy, whether it exists or not; fails when its tenant's directory leads
   * outside, and when the directory as a whole is away.
   */
  Path file(PolicyKey key) throws IOException {
    if (!Files.isDirectory(root)) {
      throw new IOException(root + " is away");
    }
    Path tenant = directory(key.tenantId());
    if (Files.exists(tenant) && !inside(tenant)) {
      throw new IOException(tenant + " leads out of " + root);
    }
    return tenant.resolve(PolicyPaths.name(key.policyId()) + PolicyPaths.SUFFIX);
  }

  /** How many policies a tenant has now, whoever wrote them. */
  int count(String tenantId) {
    Listing listing = new Listing(new TreeMap<>(), new ArrayList<>(), new TreeMap<>());
    Path tenant = directory(tenantId);
    if (inside(tenant)) {
      addTenant(tenantId, tenant, listing);
    }
    return listing.files().size();
  }

  private Path directory(String tenantId) {
    return onlyTenant.isPresent() ? root : root.resolve(PolicyPaths.name(tenantId));
  }

  /** Whether this is a file that counts. */
  boolean holds(Path file) {
    return Files.isRegularFile(file) && inside(file);
  }

  private void addTenant(String tenantId, Path tenant, Listing listing) {
    listing.directories().add(tenant);
    try {
      addFiles(tenantId, children(tenant), listing);
    } catch (NoSuchFileException | NotDirectoryException e) {
      // It went away while we looked: it has no policies.
    } catch (IOException e) {
      listing.unlisted().put(tenantId, PolicyFile.why(e));
      complain(tenant, "it cannot be read");
    }
  }

  private void addFiles(String tenantId, List<Path> files, Listing listing) {
    for (Path file : files) {
      String name = name(file);
      if (!name.endsWith(PolicyPaths.SUFFIX)) {
        continue;
      }
      if (holds(file)) {
        Optional<String> policyId =
            PolicyPaths.id(name.substring(0, name.length() - PolicyPaths.SUFFIX.length()));
        if (policyId.isPresent()) {
          listing.files().put(new PolicyKey(tenantId, policyId.get()), file);
        } else {
          complain(file, ODD_NAME);
        }
      } else if (Files.isDirectory(file)) {
        complain(file, "it is a folder, not a file");
      } else if (Files.exists(file)) {
        complain(file, "it leads out of " + root);
      }
    }
  }

  private static List<Path> children(Path directory) throws IOException {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      for (Path child : stream) {
        if (!name(child).startsWith(".")) {
          children.add(child);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return children;
  }

  private boolean inside(Path path) {
    try {
      return !Files.isSymbolicLink(path) || path.toRealPath().startsWith(root);
    } catch (IOException e) {
      return false;
    }
  }

  private void complain(Path path, String why) {
    if (complained.size() < MAX_COMPLAINTS && complained.add(path)) {
      LOG.log(Level.WARNING, "{0} is ignored: {1}", path, why);
    }
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }
}
