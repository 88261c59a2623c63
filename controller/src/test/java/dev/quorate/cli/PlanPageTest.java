package dev.quorate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.plan.Plan;
import dev.quorate.plan.Plan.Mark;
import dev.quorate.plan.Plan.Row;
import dev.quorate.plan.Plan.State;
import dev.quorate.schema.AppName;
import dev.quorate.schema.Drift;
import dev.quorate.schema.Problem;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PlanPageTest {
    private static final Plan RESTING =
            new Plan(new AppName("shop", "web"), "statefulset", "3 pods", List.of(), List.of(), Optional.empty());
    private static final Plan GROWING = new Plan(
            new AppName("shop", "locks"),
            "etcd",
            "3 → 5 members",
            List.of(
                    new Row(Mark.ADD, "add locks-3 to the cluster as a learner", State.NEXT, ""),
                    new Row(Mark.ADD, "start locks-3: replicas 3 → 4", State.WAITING, "after: add locks-3")),
            List.of(),
            Optional.empty());
    private static final Plan REFUSED = new Plan(
            new AppName("shop", "locks"),
            "etcd",
            "3 → 1 members",
            List.of(new Row(Mark.REFUSED, "locks-1 is not healthy.", State.REFUSED, "MemberUnhealthy")),
            List.of(),
            Optional.empty());
    private static final Problem PROBLEM =
            new Problem("a.yaml", 3, 1, "spec.replica", "unknown-field", "there is no field \"replica\" here", "");

    @Test
    void saysThatThereIsNothingToDo() {
        PlanPage page = page(List.of(RESTING), List.of());
        assertEquals(0, page.exitCode());
        assertEquals("1 app is as Git says\n", text(page));
    }

    @Test
    void showsEachStepInItsOrderAndOnlyTheNextOneWithItsState() {
        PlanPage page = page(List.of(GROWING, RESTING), List.of());
        assertEquals(1, page.exitCode());
        assertEquals("""
                shop/locks  etcd  3 → 5 members
                  + add locks-3 to the cluster as a learner  (next)
                  + start locks-3: replicas 3 → 4

                1 app to change; 1 app is as Git says
                """, text(page));
    }

    @Test
    void whatOthersChangedStandsAboveTheStepsThatPutItRight() {
        Drift drift = new Drift(
                "StatefulSet shop/locks",
                List.of("spec.replicas"),
                "replicas 1 instead of 3",
                Optional.of("kubectl"),
                Optional.empty());
        Plan drifted = new Plan(
                GROWING.app(), GROWING.engine(), "1 → 3 members", GROWING.rows(), List.of(drift), Optional.empty());
        String sentence = "StatefulSet shop/locks: replicas 1 instead of 3, by kubectl";
        PlanPage page = page(List.of(drifted), List.of());
        assertTrue(text(page).contains("  drift: " + sentence + "\n  + add locks-3"), text(page));
        assertTrue(page.markdown().contains("Drift: " + sentence), page.markdown());
        assertEquals(sentence, page.json().at("/apps/0/drift/0").asText());
    }

    @Test
    void newerDefaultsAreShownThoughTheyChangeNothing() {
        Plan outdated = new Plan(
                RESTING.app(),
                RESTING.engine(),
                RESTING.summary(),
                List.of(),
                List.of(),
                Optional.of("Newer defaults are there."));
        PlanPage page = page(List.of(outdated), List.of());
        assertEquals(0, page.exitCode());
        assertEquals("shop/web: Newer defaults are there.\n1 app is as Git says\n", text(page));
        assertEquals(
                "Newer defaults are there.", page.json().at("/apps/0/upgrade").asText());
    }

    @Test
    void aRefusalHasItsSentenceAndItsGuard() {
        PlanPage page = page(List.of(REFUSED), List.of());
        assertEquals(3, page.exitCode());
        assertEquals("""
                shop/locks  etcd  3 → 1 members
                  ! locks-1 is not healthy.  (refused: MemberUnhealthy)

                1 app to change, 1 refused
                """, text(page));
    }

    @Test
    void aFileThatCannotBeUsedIsARefusalToo() {
        PlanPage page = page(List.of(RESTING), List.of(PROBLEM));
        assertEquals(3, page.exitCode());
        assertEquals("""
                ! a.yaml:3:1: spec.replica: there is no field "replica" here

                1 app is as Git says; 1 problem in files that cannot be used
                """, text(page));
    }

    @Test
    void markdownIsFitForAComment() {
        assertEquals("""
                ### Quorate plan for cluster `prod`

                For the working tree: 1 app to change; 1 problem in files that cannot be used.

                **shop/locks** · etcd · 3 → 5 members

                ```diff
                + add locks-3 to the cluster as a learner  (next)
                + start locks-3: replicas 3 → 4
                ```

                **Files that cannot be used**

                - a.yaml:3:1: spec.replica: there is no field "replica" here""", page(List.of(GROWING), List.of(PROBLEM)).markdown());
    }

    @Test
    void jsonHasEveryReason() {
        assertEquals(
                "after: add locks-3",
                page(List.of(GROWING), List.of())
                        .json()
                        .at("/apps/0/steps/1/reason")
                        .asText());
    }

    private static PlanPage page(List<Plan> plans, List<Problem> problems) {
        return new PlanPage("the working tree", "prod", plans, problems);
    }

    private static String text(PlanPage page) {
        StringWriter out = new StringWriter();
        page.text(new Terminal(new PrintWriter(out), new PrintWriter(out), false, false));
        return out.toString();
    }
}
