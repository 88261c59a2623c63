package dev.quorate.cli;

import dev.quorate.backup.Archive;
import dev.quorate.backup.BucketStore;
import dev.quorate.backup.FolderStore;
import dev.quorate.backup.Store;
import dev.quorate.engine.Snapshots;
import dev.quorate.schema.AppName;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whose snapshots, and where they are. */
final class ArchiveOptions {

    private static final String NAME = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final String ADDRESS = "https?://[^/@?#]+/[^/@?#]+(/[^@?#]*)?";

    @Option(names = "--app", required = true, paramLabel = "NAMESPACE/NAME", description = "whose snapshots they are")
    private String app = "";

    @Option(names = "--folder", paramLabel = "PATH", description = "a folder that holds those of all apps; or --s3")
    private Optional<Path> folder = Optional.empty();

    @Option(
            names = "--s3",
            paramLabel = "URL",
            description = "a bucket and the folders before those of the apps: https://host/bucket/prefix")
    private Optional<String> s3 = Optional.empty();

    @Option(
            names = "--region",
            paramLabel = "REGION",
            defaultValue = "us-east-1",
            description = "region of the bucket (default: ${DEFAULT-VALUE})")
    private String region = "us-east-1";

    Archive archive(Context context) {
        return new Archive(store(context), app());
    }

    AppName app() {
        if (!app.matches(NAME + "/" + NAME)) {
            throw new CliException("--app is NAMESPACE/NAME, and " + app + " is not.");
        }
        String[] parts = app.split("/", 2);
        return new AppName(parts[0], parts[1]);
    }

    private Store store(Context context) {
        if (folder.isPresent() == s3.isPresent()) {
            throw new CliException("Say where the snapshots are: by --folder or by --s3, and not by both.");
        }
        return folder.<Store>map(FolderStore::new)
                .or(() -> s3.map(address -> bucket(context, address)))
                .orElseThrow();
    }

    private Store bucket(Context context, String address) {
        if (!address.matches(ADDRESS)) {
            throw new CliException(
                    "--s3 is https://host/bucket or https://host/bucket/prefix, and " + address + " is not.");
        }
        BucketStore.Keys keys = new BucketStore.Keys(
                key(context, "AWS_ACCESS_KEY_ID"),
                key(context, "AWS_SECRET_ACCESS_KEY"),
                context.variable("AWS_SESSION_TOKEN"),
                region);
        return new BucketStore(URI.create(address), keys, context.clock());
    }

    private static String key(Context context, String name) {
        return context.variable(name)
                .orElseThrow(() -> new CliException("S3 asks who comes: set " + name + " in the environment, in a"
                        + " cluster by the Secret that secretRef names."));
    }

    static Snapshots snapshots(Context context, String engine) {
        return context.engines()
                .find(engine)
                .orElseThrow(() -> new CliException("There is no engine " + engine + "."))
                .snapshots()
                .orElseThrow(() -> new CliException("Of " + engine + " no snapshot can be taken yet."));
    }
}
