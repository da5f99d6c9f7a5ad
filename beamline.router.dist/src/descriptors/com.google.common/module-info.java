/** Guava, as far as gRPC needs it, whose jar only has a name for its module. */
module com.google.common {
  requires com.google.common.util.concurrent.internal;
  requires java.logging;
  // sun.misc.Unsafe makes it faster; it does without.
  requires static jdk.unsupported;

  exports com.google.common.annotations;
  exports com.google.common.base;
  exports com.google.common.cache;
  exports com.google.common.collect;
  exports com.google.common.hash;
  exports com.google.common.io;
  exports com.google.common.math;
  exports com.google.common.net;
  exports com.google.common.primitives;
  exports com.google.common.reflect;
  exports com.google.common.util.concurrent;
}
