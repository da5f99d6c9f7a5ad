package beamline.router.spi;

/**
 * What a holder holds of a budget, in millionths.
 *
 * @param held what it holds now, all that it has spent included: what it wanted, as far as that was
 *     left, and never less than it has spent
 * @param spentByOthers what other holders have spent in this window
 * @param heldByOthers what other holders hold, what they have spent included
 */
public record BudgetShare(long held, long spentByOthers, long heldByOthers) {}
