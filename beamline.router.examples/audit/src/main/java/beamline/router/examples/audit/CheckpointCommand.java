package beamline.router.examples.audit;

import beamline.router.api.AuditKeys;
import beamline.router.api.RouterConfig;
import beamline.router.api.admin.AuditEntry;
import beamline.router.audit.Anchors;
import beamline.router.audit.AuditLog;
import beamline.router.audit.CheckpointKeys;
import beamline.router.audit.CheckpointSigner;
import beamline.router.audit.KeyRing;
import beamline.router.audit.StoredEntry;
import beamline.router.audit.Verification;
import beamline.router.examples.command.Arguments;
import beamline.router.examples.command.Console;
import beamline.router.examples.command.ExitStatus;
import beamline.router.examples.command.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code beamline-audit checkpoint}. */
final class CheckpointCommand implements AuditCommand {

  @Override
  public String usage() {
    return """
        Verifies chains, and prints a signed checkpoint of the end of each, a line of JSON. Append it
        to a file that whoever can write the log cannot write: verify --anchor reads it.

        Usage: beamline-audit checkpoint [FILE|DIR] [options]

          --key-file FILE   the Ed25519 private key that signs, PKCS #8 in PEM (default: the setting
                            audit.checkpoint-key-file, else the key of the chain)
          --json            the same: it is JSON anyway
        """;
  }

  @Override
  public Set<String> options() {
    return Set.of("--key-file");
  }

  @Override
  public int run(Source source, RouterConfig config, Arguments arguments, Console console)
      throws UsageException, IOException {
    KeyRing keys = SourceOptions.keys(config);
    CheckpointSigner signer = signer(arguments, config, keys);
    List<Verification> found =
        Chains.verify(source, Chains.of(source, arguments), keys, Anchors.none());
    int status = ExitStatus.OK;
    for (Verification chain : found) {
      if (!chain.whole()) {
        console.error(VerificationText.line(chain));
        status = BeamlineAudit.DAMAGED;
      } else {
        try (AuditLog log = source.open(chain.chain(), chain.last())) {
          StoredEntry stored = log.next();
          AuditEntry last = stored == null ? null : stored.entry();
          if (last == null || !last.mac().equals(chain.lastMac())) {
            throw new IOException(chain.chain() + " changes while it is read; try again");
          }
          console.line(signer.sign(last, System.currentTimeMillis()).write());
        }
      }
    }
    return status;
  }

  private static CheckpointSigner signer(Arguments arguments, RouterConfig config, KeyRing keys)
      throws UsageException {
    Optional<Path> file =
        arguments
            .value("--key-file")
            .map(Path::of)
            .or(() -> config.get(AuditKeys.CHECKPOINT_KEY_FILE));
    try {
      return file.map(
              key ->
                  CheckpointSigner.of(
                      String.valueOf(key.getFileName()), CheckpointKeys.privateKey(key)))
          .orElseGet(() -> CheckpointSigner.of(keys));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--key-file: " + e.getMessage());
    }
  }
}
