/** What tenants may spend: reserved by decisions, settled by reports, shared by all nodes. */
package beamline.router.engine.budget;
