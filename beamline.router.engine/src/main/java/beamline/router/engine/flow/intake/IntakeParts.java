package beamline.router.engine.flow.intake;

import beamline.router.engine.decide.Decider;
import beamline.router.engine.flow.Underway;
import beamline.router.engine.flow.admin.RecentDecisions;
import beamline.router.engine.flow.assignment.AssignmentIds;
import beamline.router.engine.flow.assignment.AssignmentPublisher;
import beamline.router.engine.flow.backpressure.Load;
import beamline.router.engine.flow.deadletter.DeadLetters;

/** What a decide request meets on its way. */
record IntakeParts(
    Decider decider,
    AssignmentPublisher publisher,
    AssignmentIds ids,
    DeadLetters deadLetters,
    RecentDecisions recent,
    Load load,
    Underway underway) {}
