/**
 * The contracts of components and their providers.
 *
 * <p>A provider is cheap to instantiate and does nothing before {@link
 * beamline.router.spi.ComponentProvider#create(ComponentContext)}. A component is safe for
 * concurrent use.
 */
package beamline.router.spi;
