package beamline.router.examples.audit;

import beamline.router.audit.AuditLog;
import java.io.IOException;
import java.util.List;

/** Where chains are read from. */
interface Source extends AutoCloseable {

  /** Their names. */
  List<String> chains() throws IOException;

  /** A chain, from the first entry there is at this index or after it. */
  AuditLog open(String chain, long fromIndex) throws IOException;

  @Override
  default void close() {}
}
