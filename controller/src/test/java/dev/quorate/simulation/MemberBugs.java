package dev.quorate.simulation;

import dev.quorate.engine.CallResult;
import dev.quorate.engine.Engine;
import dev.quorate.engine.MemberAction;
import dev.quorate.engine.Membership;
import dev.quorate.engine.Roster;
import dev.quorate.state.Member;
import dev.quorate.state.MemberRole;
import dev.quorate.state.MembershipView;
import dev.quorate.state.MembershipView.Completeness;
import dev.quorate.state.MembershipView.Completeness.Gap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Bugs in how members are seen and called. */
final class MemberBugs {

    private MemberBugs() {}

    private static MembershipView complete(MembershipView view, UnaryOperator<Member> seen) {
        List<Member> members = view.members().stream().map(seen).toList();
        return view.withMembers(members).judged(Completeness.COMPLETE);
    }

    private static Member voter(Member member) {
        MemberRole role = member.role() == MemberRole.LEADER ? MemberRole.LEADER : MemberRole.FOLLOWER;
        return new Member(
                member.id(), member.pod(), role, true, true, Member.Health.HEALTHY, true, member.version(), "");
    }

    record AllWell() implements Plant {
        @Override
        public Engine engine(Engine real) {
            return new PassingEngine(real) {
                @Override
                MembershipView observe(Membership members, Roster roster) {
                    MembershipView view = members.observe(roster);
                    return view.leader().isEmpty()
                            ? view
                            : complete(view, member -> member.voting() ? voter(member) : member);
                }
            };
        }
    }

    /** Leaving is put off: while the pod runs it is only pretended. */
    record PodFirst() implements Plant {
        @Override
        public Engine engine(Engine real) {
            Set<String> pretended = new HashSet<>();
            return new PassingEngine(real) {
                @Override
                MembershipView observe(Membership members, Roster roster) {
                    MembershipView view = members.observe(roster);
                    List<Member> shown = view.members().stream()
                            .filter(member -> !pretended.contains(member.id()))
                            .toList();
                    return view.withMembers(shown);
                }

                @Override
                CallResult perform(Membership members, MemberAction action, Roster roster) {
                    if (action instanceof MemberAction.Leave leave
                            && roster.pod(leave.pod())
                                    .filter(Roster.Pod::running)
                                    .isPresent()) {
                        pretended.add(leave.memberId());
                        return CallResult.Done.DONE;
                    }
                    return members.perform(action, roster);
                }
            };
        }
    }

    record Counting() implements Plant {
        @Override
        public Engine engine(Engine real) {
            return new PassingEngine(real) {
                @Override
                MembershipView observe(Membership members, Roster roster) {
                    MembershipView view = members.observe(roster);
                    boolean asMany = view.members().size() == roster.pods().size();
                    return asMany && view.leader().isPresent() ? complete(view, MemberBugs::voter) : view;
                }
            };
        }
    }

    record PartialView() implements Plant {
        @Override
        public Engine engine(Engine real) {
            return new PassingEngine(real) {
                @Override
                MembershipView observe(Membership members, Roster roster) {
                    MembershipView view = members.observe(roster);
                    return view.completeness().gap() == Gap.SILENCE
                                    && view.leader().isPresent()
                            ? complete(view, PartialView::deadAtOnce)
                            : view;
                }
            };
        }

        private static Member deadAtOnce(Member member) {
            return member.silent() ? member.withHealth(Member.Health.DEAD) : member;
        }
    }

    record PodRuns() implements Plant {
        @Override
        public Engine engine(Engine real) {
            return new PassingEngine(real) {
                @Override
                MembershipView observe(Membership members, Roster roster) {
                    MembershipView view = members.observe(roster);
                    List<Member> shown = view.members().stream()
                            .map(member -> runs(member, roster) ? voter(member) : member)
                            .toList();
                    return view.withMembers(shown);
                }
            };
        }

        private static boolean runs(Member member, Roster roster) {
            return member.pod().flatMap(roster::pod).filter(Roster.Pod::running).isPresent();
        }
    }
}
