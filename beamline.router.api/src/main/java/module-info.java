/** What a host calls to have its tasks routed. */
@org.jspecify.annotations.NullMarked
module beamline.router.api {
  requires static transitive org.jspecify;
}
