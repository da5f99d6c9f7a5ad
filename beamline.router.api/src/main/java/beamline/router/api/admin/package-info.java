/** What an operator sees and changes: controls, health, what was discovered. */
package beamline.router.api.admin;
