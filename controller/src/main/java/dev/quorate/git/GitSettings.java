package dev.quorate.git;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;

/**
 * Which branch of which repository, and how to reach it.
 *
 * @param url file://, an absolute path, http(s)://, ssh:// or {@code user@host:path}
 * @param path the folder of the specs in the repository; empty or {@code .} for all of it
 * @param caFile certificates (PEM) that alone are trusted for https instead of the system's
 * @param timeout for each connect and each silence of the remote
 */
public record GitSettings(
        String url, String branch, String path, Credentials credentials, Optional<Path> caFile, Duration timeout) {

    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    public GitSettings {
        RemoteAddress.parse(url).requireFit(credentials);
        path = normalize(path);
        if (!Repository.isValidRefName(Constants.R_HEADS + branch)) {
            throw new IllegalArgumentException("'" + branch + "' is no name for a branch.");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("The timeout must be longer than nothing, not " + timeout + ".");
        }
    }

    /** A repository that needs no login. */
    public static GitSettings of(String url, String branch, String path) {
        return new GitSettings(url, branch, path, new Credentials.None(), Optional.empty(), DEFAULT_TIMEOUT);
    }

    public GitSettings withCredentials(Credentials other) {
        return new GitSettings(url, branch, path, other, caFile, timeout);
    }

    public GitSettings withCaFile(Path file) {
        return new GitSettings(url, branch, path, credentials, Optional.of(file), timeout);
    }

    public GitSettings withTimeout(Duration other) {
        return new GitSettings(url, branch, path, credentials, caFile, other);
    }

    /** The same remote, another branch as a whole: how the status branch follows from the branch of specs. */
    public GitSettings withBranch(String other) {
        return new GitSettings(url, other, "", credentials, caFile, timeout);
    }

    /** The URL without anything secret. */
    public String displayUrl() {
        return address().display();
    }

    @Override
    public String toString() {
        return "GitSettings[" + displayUrl() + ", branch " + branch + ", path '" + path + "', " + credentials + "]";
    }

    RemoteAddress address() {
        return RemoteAddress.parse(url);
    }

    /** The credentials given, or else those in the URL. */
    Credentials login() {
        return credentials instanceof Credentials.None
                ? address().login().<Credentials>map(login -> login).orElse(credentials)
                : credentials;
    }

    String remoteRef() {
        return Constants.R_HEADS + branch;
    }

    private static String normalize(String path) {
        String clean = Arrays.stream(path.split("/"))
                .filter(part -> !part.isEmpty() && !part.equals("."))
                .collect(Collectors.joining("/"));
        if (("/" + clean + "/").contains("/../")) {
            throw new IllegalArgumentException("The path '" + path + "' leaves the repository.");
        }
        return clean;
    }
}
