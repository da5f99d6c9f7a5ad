package beamline.router.spi;

/** Creates a {@link AuditSink}. Configuration kind: {@code audit-sink}. */
public interface AuditSinkProvider extends ComponentProvider<AuditSink> {}
