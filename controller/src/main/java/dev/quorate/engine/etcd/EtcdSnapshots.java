package dev.quorate.engine.etcd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.quorate.engine.Snapshots;
import dev.quorate.schema.StatefulApp;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Snapshots as etcd streams them: its database, and behind it the SHA-256 of that. They come from the member that is furthest
 * ahead, after it has answered a read that a majority confirmed; so all that was acknowledged before the beginning is in it.
 */
final class EtcdSnapshots implements Snapshots {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int HASH = 32;
    /** The database consists of pages, and these of sectors. */
    private static final int SECTOR = 512;

    private final Addresses addresses;

    EtcdSnapshots(Addresses addresses) {
        this.addresses = addresses;
    }

    @Override
    public List<String> endpoints(StatefulApp app) {
        String set = app.name().name();
        return IntStream.range(0, app.component().replicas().orElse(1))
                .mapToObj(ordinal -> "http://" + addresses.host(app.name().namespace(), set, set + "-" + ordinal) + ":"
                        + Addresses.CLIENT_PORT)
                .toList();
    }

    @Override
    public Taken take(Members members, List<String> endpoints, OutputStream file) throws IOException {
        Candidate best = best(members, endpoints);
        JsonNode read = tree(members, best.url() + "/v3/kv/range", "{\"key\":\"AA==\",\"count_only\":true}");
        try (InputStream stream = members.post(best.url() + "/v3/maintenance/snapshot", "{}")) {
            copy(stream, file);
        }
        return new Taken(best.version(), read.at("/header/revision").asLong());
    }

    private record Candidate(String url, String version, long applied) {}

    private static Candidate best(Members members, List<String> endpoints) throws IOException {
        List<Candidate> found = new ArrayList<>();
        List<String> silent = new ArrayList<>();
        for (String url : endpoints) {
            try {
                JsonNode status = tree(members, url + "/v3/maintenance/status", "{}");
                if (status.path("isLearner").asBoolean()) {
                    silent.add(url + " is a learner");
                } else {
                    found.add(new Candidate(
                            url,
                            status.path("version").asText(),
                            status.path("raftIndex").asLong()));
                }
            } catch (IOException e) {
                silent.add(url + ": " + e.getMessage());
            }
        }
        return found.stream()
                .max(Comparator.comparingLong(Candidate::applied))
                .orElseThrow(() -> new IOException("no member gives a snapshot: " + String.join("; ", silent)));
    }

    private static JsonNode tree(Members members, String url, String body) throws IOException {
        try (InputStream answer = members.post(url, body)) {
            return JSON.readTree(answer);
        }
    }

    /** One JSON object after the other, each with a piece; the last says that none remains. */
    private static void copy(InputStream stream, OutputStream file) throws IOException {
        long remaining = -1;
        try (MappingIterator<JsonNode> pieces = JSON.readerFor(JsonNode.class).readValues(stream)) {
            while (pieces.hasNextValue()) {
                JsonNode piece = pieces.nextValue();
                if (piece.has("error")) {
                    throw new IOException("etcd broke the snapshot off: "
                            + piece.at("/error/message").asText());
                }
                byte[] blob = piece.at("/result/blob").binaryValue();
                file.write(blob == null ? new byte[0] : blob);
                remaining = piece.at("/result/remaining_bytes").asLong();
            }
        }
        if (remaining != 0) {
            throw new IOException("the stream of the snapshot ended early"
                    + (remaining > 0 ? ": " + remaining + " bytes were still to come" : ""));
        }
    }

    @Override
    public Optional<String> fault(InputStream file, long size) throws IOException {
        if (size <= HASH || size % SECTOR != HASH) {
            return Optional.of("it has " + size + " bytes, and no snapshot of etcd has so many");
        }
        MessageDigest digest = digest();
        byte[] buffer = new byte[1 << 16];
        long left = size - HASH;
        while (left > 0) {
            int count = file.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (count < 0) {
                return Optional.of("it ends before its " + size + " bytes");
            }
            digest.update(buffer, 0, count);
            left -= count;
        }
        return Arrays.equals(digest.digest(), file.readNBytes(HASH))
                ? Optional.empty()
                : Optional.of("it is not what etcd wrote: its own hash at its end differs");
    }

    @Override
    public Optional<String> refusal(String taken, String version) {
        return minor(taken) > minor(version)
                ? Optional.of("it was taken of etcd " + taken + ", and etcd " + version
                        + " is older: it may not read what that wrote")
                : Optional.empty();
    }

    private static int minor(String version) {
        return EtcdVersion.parse(version, EtcdDefaults.newest(EtcdDefaults.ALL))
                .map(EtcdVersion::minor)
                .orElse(0);
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
