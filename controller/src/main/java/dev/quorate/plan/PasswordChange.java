package dev.quorate.plan;

import dev.quorate.engine.MemberAction;
import dev.quorate.engine.MemberAction.ChangePassword.Turn;
import dev.quorate.engine.PasswordPolicy;
import dev.quorate.state.DesiredComponent;
import dev.quorate.state.MembershipView;
import dev.quorate.state.Passwords;
import dev.quorate.state.Passwords.Next;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Another password, in an order in which nobody is locked out: all members take it beside the former, then clients are told, then
 * members use it towards each other, and when clients have had their time the former is forgotten. The next of these begins when
 * every member shows the one before. What members read at their start is what they show, so one that starts again comes in at
 * any time.
 */
final class PasswordChange {

    private final Situation situation;
    private final List<DesiredComponent> components;
    private final List<Passwords> seen;

    PasswordChange(Situation situation) {
        this.situation = situation;
        this.components = situation.goal().desired().components();
        this.seen = components.stream()
                .flatMap(component ->
                        Optional.ofNullable(situation.observed().membership().get(component.name()))
                                .flatMap(MembershipView::passwords)
                                .stream())
                .toList();
    }

    Optional<Decision> next() {
        Optional<PasswordPolicy> policy =
                situation.goal().engine().passwords(situation.goal().app());
        return policy.isEmpty() || !seenAtOnce() ? Optional.empty() : next(policy.get(), word());
    }

    /** What the members of one component show is compared with what those of the other were. */
    private boolean seenAtOnce() {
        return seen.size() == components.size()
                && seen.stream().map(Passwords::version).distinct().count() == 1;
    }

    /** Of the component that clients come to: the last one. */
    private Passwords word() {
        return seen.get(seen.size() - 1);
    }

    private Optional<Decision> next(PasswordPolicy policy, Passwords passwords) {
        if (passwords.fault().isPresent()) {
            return Optional.of(refused(passwords.fault().get()));
        }
        return switch (passwords.next()) {
            case TAKE, TAKE_ANNOUNCED, TAKE_MADE_UP ->
                Optional.of(change(Turn.TAKE, "let members take the next password beside the present one"));
            case TELL -> Optional.of(whenAllTake(Turn.TELL, "tell clients the next password"));
            case USE -> Optional.of(whenAllTake(Turn.USE, "let members use the next password towards each other"));
            case NOTHING ->
                policy.generation() > passwords.generation() ? Optional.of(makeUp(passwords)) : forget(policy);
        };
    }

    private Decision makeUp(Passwords passwords) {
        return passwords.madeUp()
                ? change(Turn.MAKE_UP, "make up the next password")
                : refused(
                        "The Secret with the password was not made by Quorate, which therefore makes up no other one for it."
                                + " Write the next password under next there, and under password when all members take it.");
    }

    private Optional<Decision> forget(PasswordPolicy policy) {
        return due(policy)
                .filter(due -> !situation.now().isBefore(due))
                .map(due -> whenAllTake(Turn.FORGET, "let members forget the former password"));
    }

    private Optional<Instant> due(PasswordPolicy policy) {
        return word().formerSince().map(since -> since.plus(policy.grace()));
    }

    /** Nothing is left to do but to give clients their time. */
    Optional<Decision.Held> held() {
        return seen.isEmpty()
                ? Optional.empty()
                : situation
                        .goal()
                        .engine()
                        .passwords(situation.goal().app())
                        .flatMap(this::due)
                        .filter(due -> word().next() == Next.NOTHING)
                        .map(due -> new Decision.Held(
                                "FormerPassword", "the former password is taken from clients until " + due));
    }

    private Decision whenAllTake(Turn turn, String text) {
        List<String> unaware =
                seen.stream().flatMap(each -> each.unaware().stream()).toList();
        return unaware.isEmpty()
                ? change(turn, text)
                : new Decision.Wait("to " + text + ", " + String.join(", ", unaware)
                        + (unaware.size() == 1 ? " has" : " have") + " to show first what is taken now");
    }

    private Decision change(Turn turn, String text) {
        PasswordPolicy policy =
                situation.goal().engine().passwords(situation.goal().app()).orElseThrow();
        MemberAction action =
                new MemberAction.ChangePassword(turn, word().version(), policy.generation(), situation.now());
        DesiredComponent component = components.get(components.size() - 1);
        return new Decision.Do(new Step.Call(component.name(), action, text, true));
    }

    private static Decision refused(String sentence) {
        return new Decision.Refuse(Refusal.forPerson(Guard.PASSWORD_NOT_CHANGED, sentence));
    }
}
