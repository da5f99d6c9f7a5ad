/** Micrometer's observations. Without context propagation, whose library an image of ours has not. */
module micrometer.observation {
  requires static transitive org.jspecify;
  requires transitive micrometer.commons;

  exports io.micrometer.observation;
  exports io.micrometer.observation.annotation;
  exports io.micrometer.observation.docs;
  exports io.micrometer.observation.transport;
}
