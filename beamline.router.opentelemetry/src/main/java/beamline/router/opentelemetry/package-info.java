/** Spans of the router in OpenTelemetry, with W3C trace context on every message and call. */
package beamline.router.opentelemetry;
