/** Protocol Buffers for Java, whose jar only has a name for its module. */
module com.google.protobuf {
  requires java.logging;
  // sun.misc.Unsafe makes it faster; it does without.
  requires static jdk.unsupported;

  exports com.google.protobuf;
  exports com.google.protobuf.compiler;
}
