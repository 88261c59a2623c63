package dev.quorate.git;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** When several commits come at once, each file is asked for by its own. */
class OriginsTest extends JGitSourceFixture {

    private static Map<String, String> subjects(Poll.Moved moved) {
        return new TreeMap<>(moved.origins().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, origin -> origin.getValue().subject())));
    }

    @Test
    void theFirstPollFindsTheCommitOfEachFile() {
        TestRemote remote = TestRemote.withOneSpec(folder);
        remote.commit("Add another", Map.of("specs/other.yaml", "replicas: 1\n"));
        remote.commit("Write a page", Map.of("README.md", "words\n"));

        Poll.Moved moved = moved(open(remote.settings()).poll());

        assertEquals(Map.of("specs/orders.yaml", "Add orders", "specs/other.yaml", "Add another"), subjects(moved));
    }

    @Test
    void ofSeveralCommitsEachFileHasTheNewestThatChangedIt() {
        TestRemote remote = TestRemote.withOneSpec(folder);
        remote.commit("Add another", Map.of("specs/other.yaml", "1\n", "specs/gone.yaml", "gone\n"));
        JGitSource source = open(remote.settings());
        source.poll();
        remote.commit("Scale orders", Map.of("specs/orders.yaml", "replicas: 5\n"));
        remote.git("rm", "-q", "specs/gone.yaml");
        remote.commit("Remove one", Map.of("specs/other.yaml", "2\n"));
        remote.commit("Scale the other", Map.of("specs/other.yaml", "3\n"));
        remote.commit("Write a page", Map.of("README.md", "words\n"));

        Poll.Moved moved = moved(source.poll());

        assertEquals(
                Map.of(
                        "specs/gone.yaml", "Remove one",
                        "specs/orders.yaml", "Scale orders",
                        "specs/other.yaml", "Scale the other"),
                subjects(moved));
    }

    @Test
    void aChangeThatCameByAMergeIsThatOfItsOwnCommit() {
        TestRemote remote = TestRemote.withOneSpec(folder);
        JGitSource source = open(remote.settings());
        source.poll();
        String branch = remote.git("rev-parse", "--abbrev-ref", "HEAD");
        remote.git("checkout", "-q", "-b", "pull-request");
        remote.commit("Scale in a pull request", Map.of("specs/orders.yaml", "replicas: 5\n"));
        remote.git("checkout", "-q", branch);
        remote.commit("Add another", Map.of("specs/other.yaml", "1\n"));
        remote.git("merge", "-q", "--no-ff", "-m", "Merge the pull request", "pull-request");
        remote.git("push", "-q", "origin", branch);

        Poll.Moved moved = moved(source.poll());

        assertEquals("Merge the pull request", moved.to().subject());
        assertEquals(
                Map.of("specs/orders.yaml", "Scale in a pull request", "specs/other.yaml", "Add another"),
                subjects(moved));
    }

    @Test
    void aRevertIsTheCommitThatAsksForWhatWasThereBefore() {
        TestRemote remote = TestRemote.withOneSpec(folder);
        remote.commit("Scale", Map.of("specs/orders.yaml", "replicas: 5\n"));
        remote.commit("Revert", Map.of("specs/orders.yaml", "replicas: 3\n"));

        assertEquals(
                Map.of("specs/orders.yaml", "Revert"),
                subjects(moved(open(remote.settings()).poll())));
    }
}
