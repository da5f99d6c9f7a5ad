/** A host with metrics, linked from the zip of modules. */
module host.metered {
  requires beamline.router.api;
  requires beamline.router.micrometer;
}
