/** The router's gRPC services. */
package beamline.router.grpc;
