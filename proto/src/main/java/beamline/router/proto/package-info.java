/** The codec for {@code application/x-protobuf}. */
package beamline.router.proto;
