/** A host that decides a file of requests and says why. */
@org.jspecify.annotations.NullMarked
module beamline.router.examples.quickstart {
  requires static transitive org.jspecify;
  requires beamline.router.api;
}
