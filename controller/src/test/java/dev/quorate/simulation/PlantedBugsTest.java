package dev.quorate.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the simulation is worth: it finds each planted bug by the rule meant for it, and the README says after how many seeds. */
@Tag("simulation")
class PlantedBugsTest {

    private static final int SEEDS = 500;
    private static final Path README = Path.of("src/test/java/dev/quorate/simulation/README.md");
    private static final String BEGIN =
            "| planted bug | what it does wrong | found at seed | by the rule |\n|---|---|---|---|\n";

    @Test
    void everyPlantedBugIsFoundAndTheTableSaysWhere() throws Exception {
        Quiet.logs();
        Map<PlantedBug, Long> found = search();
        List<String> rows = new ArrayList<>();
        for (PlantedBug bug : PlantedBug.values()) {
            Optional<Long> where = Optional.ofNullable(found.get(bug));
            assertTrue(
                    where.isPresent(),
                    () -> bug.title() + " did not break '" + bug.rule() + "' in " + SEEDS + " seeds");
            rows.add("| " + bug.title() + " | " + bug.words() + " | " + where.get() + " | " + bug.rule() + " |\n");
        }
        compare(String.join("", rows));
    }

    private static Map<PlantedBug, Long> search() throws InterruptedException, ExecutionException {
        ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            Map<PlantedBug, Future<Optional<Long>>> searches = new EnumMap<>(PlantedBug.class);
            for (PlantedBug bug : PlantedBug.values()) {
                searches.put(bug, threads.submit(() -> search(bug)));
            }
            Map<PlantedBug, Long> found = new EnumMap<>(PlantedBug.class);
            for (Map.Entry<PlantedBug, Future<Optional<Long>>> search : searches.entrySet()) {
                search.getValue().get().ifPresent(where -> found.put(search.getKey(), where));
            }
            return found;
        } finally {
            threads.shutdownNow();
        }
    }

    private static Optional<Long> search(PlantedBug bug) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Optional<Run.Failure> failure =
                    Run.of(Script.of(seed, bug.mix()), bug.plant()).failure();
            if (failure.filter(broken -> broken.rule().equals(bug.rule())).isPresent()) {
                return Optional.of(seed);
            }
        }
        return Optional.empty();
    }

    private static void compare(String rows) throws IOException {
        String text = Files.readString(README);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        int end = text.indexOf("\n\n", begin) + 1;
        String written = text.substring(0, begin) + rows + text.substring(end);
        if (Boolean.getBoolean("quorate.rewrite")) {
            Files.writeString(README, written);
        }
        assertEquals(written, text, () -> README + " differs; -Dquorate.rewrite=true writes what was found now");
    }
}
