package beamline.router.engine.flow.intake;

import beamline.router.spi.Message;
import beamline.router.spi.Span;

/**
 * A request that has come.
 *
 * @param message as it was delivered
 * @param start when, on the monotonic clock in nanoseconds
 * @param span what is done for it until it is answered
 */
record Arrival(Message message, long start, Span span) {}
