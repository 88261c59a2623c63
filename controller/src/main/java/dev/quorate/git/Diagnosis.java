package dev.quorate.git;

import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.eclipse.jgit.errors.RepositoryNotFoundException;

/** Turns what a transport threw, and what was seen on the wire, into a sentence with a remedy. */
final class Diagnosis {

    private final GitSettings settings;
    private final Secrets secrets;
    private final String where;

    Diagnosis(GitSettings settings) {
        this.settings = settings;
        this.secrets = Secrets.of(settings);
        this.where = settings.displayUrl();
    }

    /** The words of somebody else, fit to be shown. */
    String clean(String text) {
        return secrets.clean(text);
    }

    FetchProblem of(Throwable failure, Evidence evidence) {
        return Stream.<Optional<FetchProblem>>of(
                        evidence.refusedKey().map(this::hostKey),
                        cause(failure, HttpAccess.RedirectRefused.class).map(this::redirected),
                        cause(failure, UnusableFile.class).map(this::unusableFile),
                        timeout(failure),
                        unreachable(failure),
                        cause(failure, SSLException.class).map(this::certificate),
                        httpStatus(evidence),
                        sshLogin(failure),
                        notFound(failure),
                        corrupt(failure))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(() -> other(failure));
    }

    private FetchProblem hostKey(Evidence.RefusedKey key) {
        String known = settings.credentials() instanceof Credentials.SshKey ssh
                ? ssh.knownHosts().toString()
                : "known_hosts";
        String message = key.changed()
                ? "The ssh host " + key.host() + " shows another key (" + key.fingerprint() + ") than " + known
                        + " holds."
                : "The ssh host " + key.host() + " with the key " + key.fingerprint() + " does not stand in " + known
                        + ".";
        return new FetchProblem(
                FetchProblem.Reason.HOST_KEY_REJECTED,
                message,
                "Ask the server's owner for its fingerprint; if it is this one, put the key into " + known + ".",
                false);
    }

    private FetchProblem redirected(HttpAccess.RedirectRefused redirect) {
        return new FetchProblem(
                FetchProblem.Reason.REDIRECTED,
                where + " redirects to " + clean(String.valueOf(redirect.getMessage()))
                        + ", and logins are not sent to another host.",
                "If that host is right, name it in the repository's URL.",
                false);
    }

    private FetchProblem unusableFile(UnusableFile file) {
        return new FetchProblem(
                FetchProblem.Reason.FAILED,
                clean(String.valueOf(file.getMessage())),
                "Give a file that is readable and complete.",
                false);
    }

    private Optional<FetchProblem> timeout(Throwable failure) {
        if (!has(failure, InterruptedIOException.class) && !has(failure, TimeoutException.class)) {
            return Optional.empty();
        }
        return Optional.of(new FetchProblem(
                FetchProblem.Reason.TIMEOUT,
                where + " did not answer within " + settings.timeout().toSeconds() + " s.",
                "Look at the server and the way to it; Quorate tries again.",
                true));
    }

    private Optional<FetchProblem> unreachable(Throwable failure) {
        String why;
        if (has(failure, UnknownHostException.class) || has(failure, UnresolvedAddressException.class)) {
            why = "its name is not known";
        } else if (has(failure, ConnectException.class)) {
            why = "the connection is refused";
        } else if (has(failure, NoRouteToHostException.class)) {
            why = "there is no route to it";
        } else if (has(failure, SocketException.class)) {
            why = "the connection broke";
        } else {
            return Optional.empty();
        }
        return Optional.of(new FetchProblem(
                FetchProblem.Reason.HOST_UNREACHABLE,
                "The host " + settings.address().host() + " of " + where + " cannot be reached: " + why + ".",
                "Check the URL, DNS and network policies; Quorate tries again.",
                true));
    }

    private FetchProblem certificate(SSLException failure) {
        String trusted =
                settings.caFile().map(file -> "the certificates in " + file).orElse("the system's certificates");
        return new FetchProblem(
                FetchProblem.Reason.CERTIFICATE_REJECTED,
                "TLS with " + where + " failed, trusting " + trusted + ": "
                        + clean(String.valueOf(failure.getMessage())),
                "Give the CA that signed the server's certificate as a PEM file.",
                false);
    }

    private Optional<FetchProblem> httpStatus(Evidence evidence) {
        int status = evidence.httpStatus().orElse(0);
        if (status == 401 || status == 403 || status == 407) {
            return Optional.of(login("HTTP " + status));
        }
        if (status == 404 || status == 410) {
            return Optional.of(missing("HTTP " + status));
        }
        if (status == 429 || status >= 500) {
            return Optional.of(new FetchProblem(
                    FetchProblem.Reason.FAILED,
                    where + " answered HTTP " + status + ".",
                    "Look at the server; Quorate tries again.",
                    true));
        }
        return Optional.empty();
    }

    private Optional<FetchProblem> sshLogin(Throwable failure) {
        return cause(failure, SshException.class)
                .filter(ssh -> ssh.getDisconnectCode() == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE)
                .map(ssh -> login("public key"));
    }

    private FetchProblem login(String how) {
        return new FetchProblem(
                FetchProblem.Reason.AUTHENTICATION_FAILED,
                where + " refuses " + settings.login() + " (" + how + ").",
                "Check that the credentials are right, not expired, and may read this repository.",
                false);
    }

    private Optional<FetchProblem> notFound(Throwable failure) {
        return has(failure, NoRemoteRepositoryException.class) || has(failure, RepositoryNotFoundException.class)
                ? Optional.of(missing("no repository"))
                : Optional.empty();
    }

    private FetchProblem missing(String how) {
        return new FetchProblem(
                FetchProblem.Reason.REPOSITORY_NOT_FOUND,
                "There is no repository at " + where + ", or " + settings.login() + " may not see it (" + how + ").",
                "Check the URL; many forges answer like this when the credentials lack rights or are missing.",
                false);
    }

    private Optional<FetchProblem> corrupt(Throwable failure) {
        return Stream.of(CorruptObjectException.class, MissingObjectException.class)
                .flatMap(type -> cause(failure, type).stream())
                .findFirst()
                .map(broken -> new FetchProblem(
                        FetchProblem.Reason.CORRUPT_OBJECTS,
                        "Branch " + settings.branch() + " of " + where + " holds broken objects: "
                                + clean(String.valueOf(broken.getMessage())),
                        "Run git fsck on the repository and repair it.",
                        false));
    }

    private FetchProblem other(Throwable failure) {
        return new FetchProblem(
                FetchProblem.Reason.FAILED,
                "Git failed with " + where + ": " + clean(words(failure)),
                "Quorate tries again; if it stays, try git ls-remote with the same credentials.",
                true);
    }

    private static String words(Throwable failure) {
        return Stream.iterate(failure, Throwable::getCause)
                .limit(8)
                .takeWhile(part -> part != null)
                .map(part -> part.getMessage() == null ? part.getClass().getSimpleName() : part.getMessage())
                .distinct()
                .reduce((outer, inner) -> outer.contains(inner) ? outer : outer + ": " + inner)
                .orElseThrow();
    }

    static boolean has(Throwable failure, Class<? extends Throwable> type) {
        return cause(failure, type).isPresent();
    }

    private static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> type) {
        Throwable part = failure;
        for (int depth = 0; part != null && depth < 20; depth++) {
            if (type.isInstance(part)) {
                return Optional.of(type.cast(part));
            }
            part = part.getCause();
        }
        return Optional.empty();
    }
}
