/** The contracts of the SPI as abstract test classes, with numbered rules. */
package beamline.router.testkit.contract;
