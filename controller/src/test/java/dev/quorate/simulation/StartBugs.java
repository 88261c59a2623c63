package dev.quorate.simulation;

import dev.quorate.engine.Engine;
import dev.quorate.state.Admission;
import java.util.List;

/** Bugs in what members read at their start. */
final class StartBugs {

    private StartBugs() {}

    record Founding() implements Plant {
        @Override
        public Engine engine(Engine real) {
            return new PassingEngine(real) {
                @Override
                Admission admission(Admission told) {
                    return told.state() != Admission.State.EXISTING
                            ? told
                            : new Admission(
                                    told.component(),
                                    told.set(),
                                    told.ordinal(),
                                    told.incarnation(),
                                    Admission.State.NEW,
                                    List.of(told.pod()));
                }
            };
        }
    }

    record OneIncarnation() implements Plant {
        @Override
        public Engine engine(Engine real) {
            return new PassingEngine(real) {
                @Override
                Admission admission(Admission told) {
                    return new Admission(told.component(), told.set(), told.ordinal(), "1", told.state(), told.peers());
                }
            };
        }
    }
}
