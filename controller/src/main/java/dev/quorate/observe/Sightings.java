package dev.quorate.observe;

import dev.quorate.engine.ComponentTraits;
import dev.quorate.engine.ComponentTraits.Quorum;
import dev.quorate.schema.AppName;
import dev.quorate.state.Member;
import dev.quorate.state.MembershipView;
import dev.quorate.state.MembershipView.Completeness;
import dev.quorate.state.MembershipView.Completeness.Gap;
import dev.quorate.state.ObservedPod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells dead members from those that once did not answer: silent in two equal observations that lie apart in time. The
 * observations are equal when they show the same members, the same silent ones among them, and the same pods behind those.
 */
public final class Sightings {

    private record Key(AppName app, String component) {}

    /** @param since when the first of the equal observations was made */
    record Sighting(List<String> shown, Instant since) {}

    private final Map<Key, Sighting> last = new ConcurrentHashMap<>();
    private final Duration apart;

    public Sightings(Duration apart) {
        this.apart = apart;
    }

    MembershipView judge(
            AppName app, ComponentTraits traits, MembershipView view, List<ObservedPod> pods, Instant now) {
        Key key = new Key(app, traits.name());
        Sighting sighting = sighting(Optional.ofNullable(last.get(key)), view, pods, now);
        last.put(key, sighting);
        boolean longEnough = Duration.between(sighting.since(), now).compareTo(apart) >= 0;
        return judge(view, traits.quorum(), longEnough);
    }

    public void forget(AppName app) {
        last.keySet().removeIf(key -> key.app().equals(app));
    }

    static Sighting sighting(Optional<Sighting> before, MembershipView view, List<ObservedPod> pods, Instant now) {
        List<String> shown = view.members().stream()
                .map(member -> shown(member, pods))
                .sorted()
                .toList();
        return before.filter(earlier -> earlier.shown().equals(shown)).orElseGet(() -> new Sighting(shown, now));
    }

    /** A view whose only gap is members that are dead by now is complete, if those speak who have a say in who is a member. */
    static MembershipView judge(MembershipView view, Quorum quorum, boolean longEnough) {
        if (!longEnough || view.completeness().gap() != Gap.SILENCE) {
            return view;
        }
        List<Member> members = view.members().stream()
                .map(member -> member.silent() ? member.withHealth(Member.Health.DEAD) : member)
                .toList();
        long speaking = members.stream()
                .filter(member -> member.voting() && member.health() != Member.Health.DEAD)
                .count();
        boolean majority = (view.voters() == 0 || quorum == Quorum.PRIMARY_AND_REPLICA)
                ? view.clusterId().isPresent() // of members without a say others have confirmed the list
                : speaking >= MembershipView.majority(view.voters());
        return view.withMembers(members).judged(majority ? Completeness.COMPLETE : view.completeness());
    }

    private static String shown(Member member, List<ObservedPod> pods) {
        String identity = member.id() + (member.voting() ? " votes" : " listens");
        return member.silent() ? identity + " silent " + incarnation(member, pods) : identity;
    }

    /** A pod that was made anew in between is not the one that was silent before. */
    private static String incarnation(Member member, List<ObservedPod> pods) {
        return pods.stream()
                .filter(pod -> member.pod().equals(Optional.of(pod.name())))
                .map(ObservedPod::uid)
                .findFirst()
                .orElse("without pod");
    }
}
