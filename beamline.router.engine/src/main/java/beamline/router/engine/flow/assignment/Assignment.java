package beamline.router.engine.flow.assignment;

import beamline.router.spi.Message;
import beamline.router.spi.Span;

/**
 * An assignment that is ready to be published.
 *
 * @param id the assignment id, which is its message id too
 * @param tenantId whose it is
 * @param requestId which request it answers; empty when unknown
 * @param deadlineMillis how long a worker has
 * @param message what is published
 * @param span its publication, which who publishes it ends
 */
public record Assignment(
    String id,
    String tenantId,
    String requestId,
    long deadlineMillis,
    Message message,
    Span span) {}
