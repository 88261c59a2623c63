package dev.quorate.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.engine.Snapshots;
import dev.quorate.schema.AppName;
import dev.quorate.schema.StatefulApp;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same of both places. */
class ArchiveTest {

    private static final AppName APP = new AppName("shop", "locks");
    private static final Snapshots ETCD = new ThreeLetters();

    @TempDir
    Path home;

    abstract class Place {
        Archive archive;

        abstract Store store() throws IOException;

        /** What the store holds under a key becomes something else behind our back. */
        abstract void spoil(String key) throws IOException;

        @BeforeEach
        void open() throws IOException {
            archive = new Archive(store(), APP);
        }

        @Test
        void whatWasAddedIsListedAndFetched() throws IOException {
            assertEquals(List.of(), archive.notes());
            SnapshotNote first = add("abc", 3);
            SnapshotNote second = add("def", 4);
            assertEquals(List.of(first, second), archive.notes());
            Path to = home.resolve("fetched");
            assertEquals(first, archive.fetch(first.name(), "etcd", ETCD, Optional.of("3.5"), to));
            assertEquals("abc", Files.readString(to));
        }

        @Test
        void theNewestStay() throws IOException {
            for (int day = 1; day <= 5; day++) {
                add("abc", day);
            }
            new Archive(store(), new AppName("shop", "locks-2")).names();
            assertEquals(List.of(name(1), name(2), name(3)), archive.prune(2));
            assertEquals(List.of(name(4), name(5)), archive.names());
            assertEquals(List.of(), archive.prune(2));
        }

        @Test
        void whatWasSpoiledIsNotUsed() throws IOException {
            SnapshotNote note = add("abc", 3);
            spoil("shop/locks/" + note.name() + ".snapshot");
            assertRefused("its SHA-256 is not that of when it was taken", note.name(), "etcd", "3.5");
        }

        @Test
        void whatTheEngineRefusesIsNotUsed() throws IOException {
            SnapshotNote note = add("ab?", 3);
            assertRefused("it has a question mark", note.name(), "etcd", "3.5");
            assertRefused("is one of etcd, and rabbitmq cannot start from it", note.name(), "rabbitmq", "3.5");
            assertRefused("it is too new for 3.4", note.name(), "etcd", "3.4");
        }

        @Test
        void whatIsNotThereIsNamedWithWhatIs() throws IOException {
            assertTrue(missing().contains(", nor any other"));
            add("abc", 3);
            assertTrue(missing().contains("the newest is " + name(3)));
        }

        @Test
        void noSnapshotTakesThePlaceOfAnother() throws IOException {
            add("abc", 3);
            assertThrows(IOException.class, () -> add("def", 3));
            assertEquals(name(3), fetch(name(3)).name());
        }

        private String missing() {
            return words(assertThrows(IOException.class, () -> fetch("x")));
        }

        private SnapshotNote fetch(String name) throws IOException {
            return archive.fetch(name, "etcd", ETCD, Optional.empty(), home.resolve("fetched"));
        }

        private void assertRefused(String why, String name, String engine, String version) {
            Path to = home.resolve("refused");
            String sentence = words(assertThrows(
                    BrokenSnapshotException.class, () -> archive.fetch(name, engine, ETCD, Optional.of(version), to)));
            assertTrue(sentence.contains(why), sentence);
            assertFalse(Files.exists(to));
        }

        private SnapshotNote add(String text, int day) throws IOException {
            Path file = Files.writeString(home.resolve("file"), text);
            Instant time = Instant.parse("2026-01-0" + day + "T03:00:00Z");
            SnapshotNote note = new SnapshotNote(
                    SnapshotNote.name(time), "etcd", "3.5.16", APP.toString(), time, day, text.length(), Hash.of(file));
            archive.add(note, file);
            return note;
        }

        private String name(int day) {
            return "2026-01-0" + day + "T030000Z";
        }
    }

    @Nested
    class OfFolder extends Place {
        @Override
        Store store() throws IOException {
            return new FolderStore(Files.createDirectories(home.resolve("backups")));
        }

        @Override
        void spoil(String key) throws IOException {
            Files.writeString(home.resolve("backups").resolve(key), "xyz");
        }

        @Test
        void aPlaceThatIsNotThereIsNotMade() {
            Archive nowhere = new Archive(new FolderStore(home.resolve("nowhere")), APP);
            assertTrue(words(assertThrows(IOException.class, nowhere::names)).startsWith("there is no folder "));
        }
    }

    @Nested
    class OfBucket extends Place {
        private final FakeBucket bucket = new FakeBucket();

        OfBucket() throws IOException {}

        @Override
        Store store() {
            return new BucketStore(bucket.address(), FakeBucket.KEYS, InstantSource.system());
        }

        @Override
        void spoil(String key) {
            bucket.objects.put("prod/eu/" + key, new byte[] {1, 2, 3});
        }

        @AfterEach
        void close() {
            bucket.close();
        }

        @Test
        void anotherSecretIsRefusedInTheWordsOfTheStore() {
            BucketStore.Keys wrong = new BucketStore.Keys("me", "guessed", Optional.of("token"), "eu-central-1");
            Store store = new BucketStore(bucket.address(), wrong, InstantSource.system());
            String words = words(assertThrows(IOException.class, () -> store.list("shop/locks")));
            assertTrue(words.endsWith("403 SignatureDoesNotMatch, Not you."), words);
            assertFalse(words.contains("guessed"), words);
        }
    }

    @Test
    void whatFailedRunsLeftGoesWithTheNextThatSucceeds() {
        assertEquals(List.of(), Archive.spare(List.of(), List.of("1"), 3));
        assertEquals(List.of("1"), Archive.spare(List.of("2"), List.of("1", "2", "3"), 3));
        assertEquals(List.of("1", "2"), Archive.spare(List.of("2", "3"), List.of("1", "2", "3"), 1));
    }

    @Test
    void aNoteOfAnotherFormatIsNotGuessedAt() {
        assertThrows(IOException.class, () -> SnapshotNote.read("a.json", bytes("{\"format\": 2}")));
        assertThrows(IOException.class, () -> SnapshotNote.read("a.json", bytes("no")));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String words(Exception e) {
        return String.valueOf(e.getMessage());
    }

    /** An engine whose snapshots hold no question mark, and are too new for 3.4. */
    private static final class ThreeLetters implements Snapshots {
        @Override
        public List<String> endpoints(StatefulApp app) {
            return List.of();
        }

        @Override
        public Taken take(Members members, List<String> endpoints, OutputStream file) {
            return new Taken("3.5.16", 1);
        }

        @Override
        public Optional<String> fault(InputStream file, long size) throws IOException {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).contains("?")
                    ? Optional.of("it has a question mark")
                    : Optional.empty();
        }

        @Override
        public Optional<String> refusal(String taken, String version) {
            return version.equals("3.4") ? Optional.of("it is too new for 3.4") : Optional.empty();
        }
    }
}
