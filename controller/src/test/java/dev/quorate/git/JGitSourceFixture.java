package dev.quorate.git;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A folder for clones, the source that is open in it, and what its polls are expected to be. */
abstract class JGitSourceFixture {

    @TempDir
    Path folder;

    private Optional<JGitSource> opened = Optional.empty();

    @AfterEach
    void close() {
        opened.ifPresent(JGitSource::close);
        opened = Optional.empty();
    }

    final JGitSource open(GitSettings settings) {
        return reopen(settings, Optional.empty());
    }

    final JGitSource reopen(GitSettings settings, Optional<String> resumeFrom) {
        close();
        JGitSource source = JGitSource.open(settings, folder.resolve("clone"), resumeFrom);
        opened = Optional.of(source);
        return source;
    }

    static Poll.Moved moved(Poll poll) {
        return assertInstanceOf(Poll.Moved.class, poll, poll::toString);
    }

    static FetchProblem failed(Poll poll) {
        return assertInstanceOf(Poll.Failed.class, poll, poll::toString).problem();
    }

    static Content content(Poll.Moved moved, String path) {
        return moved.changes().stream()
                .filter(change -> change.path().equals(path))
                .findFirst()
                .flatMap(FileChange::after)
                .orElseThrow()
                .content();
    }

    static Map<String, String> texts(List<FileChange> changes) {
        Map<String, String> texts = new TreeMap<>();
        for (FileChange change : changes) {
            if (change.after().isPresent() && change.after().get().content() instanceof Content.Text text) {
                texts.put(change.path(), new String(text.bytes(), StandardCharsets.UTF_8));
            }
        }
        return texts;
    }
}
