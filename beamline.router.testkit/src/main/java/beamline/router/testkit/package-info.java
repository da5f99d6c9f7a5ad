/** A test clock, fakes and faults for everybody who implements the SPI or uses the router. */
package beamline.router.testkit;
