package dev.quorate.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The files that people are shown, and those that use every field. */
class SampleRepoTest {
    private static final Path ROOT = Path.of("../sample-repo");
    private static final Path ACCEPTED = Path.of("src/test/accepted");

    @Test
    void everyFileIsAnAppThatReads() throws IOException {
        SpecReader reader = SpecReader.standard();
        TreeMap<String, String> apps = new TreeMap<>();
        for (Path file : files(ROOT)) {
            ReadResult result = reader.read(file.toString(), Files.readAllBytes(file));
            for (StatefulApp app : assertInstanceOf(ReadResult.Apps.class, result, result::toString)
                    .apps()) {
                apps.put(app.name().toString(), app.engine());
            }
        }
        assertEquals(
                "{shop/locks=etcd, shop/orders=rabbitmq, shop/registry=zookeeper, shop/sessions=redis,"
                        + " shop/web=statefulset}",
                apps.toString());
    }

    @Test
    void everythingThatAnEngineOffersIsAccepted() throws IOException {
        for (Path file : files(ACCEPTED)) {
            ReadResult result = SpecReader.standard().read(file.toString(), Files.readAllBytes(file));
            assertInstanceOf(ReadResult.Apps.class, result, result::toString);
        }
    }

    @Test
    void editorsFindTheSchemaThatEveryFileNames() throws IOException {
        for (Path file : files(ROOT)) {
            String first = Files.readAllLines(file).get(0);
            assertTrue(first.startsWith("# yaml-language-server: $schema="), file::toString);
            Path schema = file.resolveSibling(first.substring(first.indexOf('=') + 1));
            assertTrue(Files.isRegularFile(schema), () -> file + " names " + schema);
        }
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }
}
