package beamline.router.nats.transport;

import java.time.Duration;

/**
 * How streams are handled.
 *
 * @param manage whether what is missing is created; otherwise the operator does that
 * @param replicas how many servers hold a stream that is created
 * @param queryTimeout how long the server may take to answer a question about streams
 */
record StreamSettings(boolean manage, int replicas, Duration queryTimeout) {}
