package dev.quorate.cli;

import dev.quorate.git.Credentials;
import dev.quorate.git.GitSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Which repository, and how to log in to it. Secrets come by file or environment, never as the value of a flag. */
@Command
final class GitOptions {
    static final String TOKEN = "QUORATE_GIT_TOKEN";
    static final String PASSPHRASE = "QUORATE_SSH_PASSPHRASE";

    private final Context context;

    @Option(
            names = "--repo",
            paramLabel = "URL",
            description = "the Git repository: https://, ssh://, user@host:path, file:// or a path")
    private Optional<String> repository = Optional.empty();

    @Option(
            names = "--repo-name",
            paramLabel = "NAME",
            description = "its name in labels (default: from the URL); keep the old one when the repository moves")
    private Optional<String> repositoryName = Optional.empty();

    @Option(names = "--branch", paramLabel = "NAME", description = "the branch of specs (default: main)")
    private String branch = "main";

    @Option(names = "--path", paramLabel = "DIR", description = "the folder of specs in it (default: all of it)")
    private String path = "";

    @Option(
            names = "--git-username",
            paramLabel = "NAME",
            description = "log in with this name and the token as password, for forges that want one")
    private Optional<String> username = Optional.empty();

    @Option(
            names = "--git-token-file",
            paramLabel = "FILE",
            description = "an access token or password for http(s); or set " + TOKEN)
    private Optional<Path> tokenFile = Optional.empty();

    @Option(
            names = "--git-ca-file",
            paramLabel = "FILE",
            description = "certificates (PEM) that alone are trusted for https")
    private Optional<Path> caFile = Optional.empty();

    @Option(
            names = "--ssh-key-file",
            paramLabel = "FILE",
            description = "a private key for ssh; its passphrase, if it has one, in " + PASSPHRASE)
    private Optional<Path> sshKeyFile = Optional.empty();

    @Option(
            names = "--known-hosts-file",
            paramLabel = "FILE",
            description = "the host keys that are trusted for ssh (default: ~/.ssh/known_hosts)")
    private Optional<Path> knownHostsFile = Optional.empty();

    @Option(
            names = "--git-timeout",
            paramLabel = "TIME",
            description = "how long the remote may be silent (default: 30s)")
    private Duration timeout = GitSettings.DEFAULT_TIMEOUT;

    GitOptions(Context context) {
        this.context = context;
    }

    GitSettings settings() {
        String url = repository.orElseThrow(() -> new CliException(
                "No repository is named. Say --repo URL, or set " + Context.variableOf("--repo") + "."));
        try {
            return new GitSettings(located(url), branch, path, credentials(), caFile.map(GitOptions::there), timeout);
        } catch (IllegalArgumentException wrong) {
            throw new CliException(String.valueOf(wrong.getMessage()), wrong);
        }
    }

    /** The folder of specs, for commands that read a working tree instead of the repository. */
    String path() {
        return path;
    }

    /** What stands in the labels of every object that this repository asks for. */
    String repositoryName() {
        return repositoryName.orElseGet(() -> RepositoryName.of(settings().url()));
    }

    private Credentials credentials() {
        if (sshKeyFile.isPresent()) {
            Path knownHosts =
                    knownHostsFile.orElseGet(() -> Path.of(System.getProperty("user.home"), ".ssh", "known_hosts"));
            return new Credentials.SshKey(there(sshKeyFile.get()), context.variable(PASSPHRASE), there(knownHosts));
        }
        Optional<String> token = tokenFile.map(GitOptions::secret).or(() -> context.variable(TOKEN));
        if (token.isEmpty()) {
            return new Credentials.None();
        }
        return username.<Credentials>map(name -> new Credentials.Basic(name, token.get()))
                .orElseGet(() -> new Credentials.Token(token.get(), Credentials.Token.Scheme.X_ACCESS_TOKEN));
    }

    /** A folder of this machine by its full path, since Git knows no working directory here; anything else as it is. */
    private static String located(String url) {
        boolean local = !url.contains("://") && !url.startsWith("/") && Files.isDirectory(Path.of(url));
        return local ? Path.of(url).toAbsolutePath().normalize().toString() : url;
    }

    private static String secret(Path file) {
        try {
            return Files.readString(there(file)).strip();
        } catch (IOException e) {
            throw new CliException(file + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static Path there(Path file) {
        if (!Files.isReadable(file)) {
            throw new CliException("The file " + file + " is not there or cannot be read.");
        }
        return file.toAbsolutePath();
    }
}
