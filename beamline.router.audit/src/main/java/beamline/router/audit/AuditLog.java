package beamline.router.audit;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A chain as it lies in a file or a store, one record after another. */
public interface AuditLog extends Closeable {

  /** The next one; {@code null} at the end. */
  @Nullable StoredEntry next() throws IOException;

  @Override
  default void close() throws IOException {}
}
