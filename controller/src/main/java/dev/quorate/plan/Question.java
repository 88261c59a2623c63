package dev.quorate.plan;

import dev.quorate.schema.Lifecycle.Acknowledgement;
import java.util.Optional;

/**
 * What only a person may allow: to pass one guard for one member. It is asked with the identity that the member has now, so
 * an answer counts once: whoever comes in its place has another.
 */
record Question(Guard guard, String name, String id) {

    /** The person's answer, if the spec has one to this very question. */
    Optional<Acknowledgement> answer(Situation situation) {
        return situation.goal().app().lifecycle().acknowledge().filter(this::isMeant);
    }

    private boolean isMeant(Acknowledgement answer) {
        return answer.guard().equals(guard.title()) && answer.member().equals(member());
    }

    private String member() {
        return name + "/" + id;
    }

    /** The line to write, to the letter. */
    String line() {
        return "acknowledge: {guard: " + guard.title() + ", member: " + member() + ", reason: ...}";
    }

    /** For the step that is taken because of it: whoever reads the history sees who allowed it, and why. */
    static String allowed(Acknowledgement answer) {
        return "as acknowledged (" + answer.reason().strip().replaceAll("\\s+", " ") + ")";
    }
}
