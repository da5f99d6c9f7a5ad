/** What the Micrometer modules share. */
module micrometer.commons {
  requires static transitive org.jspecify;
  // Logging goes to SLF4J where the image has it, to the JDK otherwise.
  requires static org.slf4j;
  requires java.logging;

  exports io.micrometer.common;
  exports io.micrometer.common.annotation;
  exports io.micrometer.common.docs;
  exports io.micrometer.common.lang;
  exports io.micrometer.common.util;
  exports io.micrometer.common.util.internal.logging;
}
