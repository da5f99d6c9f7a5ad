/** The codec for {@code application/x-protobuf}, and decisions as its messages. */
package beamline.router.proto;
