package dev.quorate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.Engines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes wrong; {@code RealEtcdBackupTest} shows what goes well. */
final class BackupCommandTest {

    private static final String ETCD = """
            apiVersion: quorate.dev/v1alpha1
            kind: StatefulApp
            metadata: {name: locks, namespace: shop}
            spec:
              engine: etcd
              replicas: 3
              storage: {size: 1Gi}
            """;

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "take --engine=etcd --app=shop/locks --folder=F --endpoint=http://127.0.0.1:1 | no member gives a snapshot",
                "take --engine=etcd --app=shop/locks --folder=F --endpoint=x | no member gives a snapshot: x: this is no address",
                "take --engine=etcd --app=shop/locks --folder=F --endpoint=x --keep=0 | --keep is 1 or more",
                "take --engine=rabbitmq --app=shop/orders --folder=F --endpoint=x | Of rabbitmq no snapshot can be taken yet",
                "take --engine=kafka --app=shop/orders --folder=F --endpoint=x | There is no engine kafka",
                "list --app=locks --folder=F | --app is NAMESPACE/NAME",
                "list --app=shop/../x --folder=F | --app is NAMESPACE/NAME",
                "list --app=shop/locks | Say where the snapshots are: by --folder or by --s3",
                "list --app=shop/locks --folder=F --s3=https://h/b | and not by both",
                "list --folder=F | Missing required option",
                "list --app=shop/locks --folder=F/nowhere | there is no folder",
                "list --app=shop/locks --s3=https://host | --s3 is https://host/bucket",
                "list --app=shop/locks --s3=https://host/bucket | set AWS_ACCESS_KEY_ID in the environment",
                "fetch --engine=etcd --app=shop/locks --folder=F --snapshot=x --to=F/to | there is no snapshot x of shop/locks",
            })
    void saysWhatIsMissing(String line, String sentence) {
        CommandRun run = backup(line.split(" "));
        assertEquals(2, run.code());
        assertTrue(run.err().contains(sentence), run.err());
    }

    @Test
    void anEmptyPlaceHasNoSnapshots() {
        CommandRun run = backup("list", "--app=shop/locks", "--folder=F");
        assertEquals(0, run.code(), run.err());
        assertEquals("no snapshots of shop/locks\n", run.out());
    }

    @Test
    void nothingIsFetchedThatIsNotWanted() {
        CommandRun run = backup(
                "fetch",
                "--engine=etcd",
                "--app=shop/locks",
                "--folder=F/nowhere",
                "--snapshot=x",
                "--to=F/to",
                "--when=F/wanted");
        assertEquals(0, run.code(), run.err());
        assertEquals("nothing to restore\n", run.out());
    }

    @Test
    void validateSaysWhatTheSchemaCannot() throws IOException {
        Files.writeString(
                folder.resolve("a.yaml"),
                ETCD + "  backup:\n    schedule: daily\n    image: quorate:1\n"
                        + "    destination: {s3: {endpoint: \"https://s3.example.com\", bucket: backups}}\n"
                        + "  restoreFrom:\n    app: {name: locks}\n    snapshot: 2026-01-31T030000Z\n    image: quorate:1\n"
                        + "    destination: {persistentVolumeClaim: {claimName: backups}}\n    secretRef: {name: keys}\n");
        Files.writeString(
                folder.resolve("b.yaml"),
                ETCD.replace("locks", "vault") + "  backup:\n    schedule: 0 0 30 2 *\n    image: quorate:1\n"
                        + "    destination: {persistentVolumeClaim: {claimName: backups}}\n");
        String out = CommandRun.with(Engines.catalog(), Map.of(), "validate", folder.toString())
                .out();
        assertTrue(out.contains("a.yaml:9:15: this is no line of a CronJob: it has 1 field instead of five"), out);
        assertTrue(out.contains("a.yaml:9:5: s3 asks who comes, and no Secret is named"), out);
        assertTrue(out.contains("a.yaml:17:16: a volume asks for no keys"), out);
        assertTrue(out.contains("b.yaml:9:15: this time never comes: 0 0 30 2 *"), out);
    }

    private CommandRun backup(String... words) {
        List<String> arguments = new ArrayList<>(List.of("backup"));
        for (String word : words) {
            arguments.add(word.replace("=F", "=" + folder));
        }
        return CommandRun.with(Engines.catalog(), Map.of(), arguments.toArray(String[]::new));
    }
}
