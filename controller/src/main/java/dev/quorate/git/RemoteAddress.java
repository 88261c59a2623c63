package dev.quorate.git;

import java.net.URISyntaxException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.transport.URIish;

/** A remote's URL, taken apart so that the login in it is used but never shown. */
final class RemoteAddress {

    private static final Set<String> SCHEMES = Set.of("file", "http", "https", "ssh");

    private final URIish uri;

    private RemoteAddress(URIish uri) {
        this.uri = uri;
    }

    static RemoteAddress parse(String url) {
        URIish uri = split(url);
        boolean path = uri.getScheme() == null && uri.getHost() == null;
        boolean scpLike = uri.getScheme() == null && uri.getHost() != null;
        if (path ? !url.startsWith("/") : !scpLike && !SCHEMES.contains(uri.getScheme())) {
            throw new IllegalArgumentException("'" + hideLogin(url) + "' is no URL of a repository that Quorate reads."
                    + " Use file://, an absolute path, http(s)://, ssh:// or user@host:path.");
        }
        return new RemoteAddress(uri);
    }

    private static URIish split(String url) {
        if (url.isBlank() || url.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("The URL of the repository is blank or holds control characters.");
        }
        try {
            return new URIish(url);
        } catch (URISyntaxException unreadable) {
            // The exception quotes the URL with its password: it must not become the cause.
            throw new IllegalArgumentException("'" + hideLogin(url) + "' cannot be read as a URL.");
        }
    }

    /** Says early what would otherwise fail as a riddle in the middle of a connection. */
    void requireFit(Credentials credentials) {
        boolean fits = credentials instanceof Credentials.None
                || (credentials instanceof Credentials.SshKey ? isSsh() : isHttp());
        if (!fits) {
            throw new IllegalArgumentException(
                    "The credentials " + credentials + " are of no use for " + display() + ": "
                            + (isSsh()
                                    ? "ssh takes a private key."
                                    : isHttp() ? "http takes a password or token." : "a local repository takes none."));
        }
        if (isSsh() && !(credentials instanceof Credentials.SshKey)) {
            throw new IllegalArgumentException(
                    display() + " is reached over ssh: give a private key file and a known_hosts file.");
        }
    }

    boolean isHttp() {
        return "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    }

    boolean isSsh() {
        return "ssh".equals(uri.getScheme()) || (uri.getScheme() == null && uri.getHost() != null);
    }

    /** What to connect to: without password, and for http without user, since these go through the credentials. */
    URIish uri() {
        URIish bare = uri.setPass(null);
        return isHttp() ? bare.setUser(null) : bare;
    }

    /** The login that the URL carries, if it carries one. */
    Optional<Credentials.Basic> login() {
        if (!isHttp() || uri.getUser() == null) {
            return Optional.empty();
        }
        return Optional.of(new Credentials.Basic(uri.getUser(), Objects.requireNonNullElse(uri.getPass(), "")));
    }

    /** Without password and query; a user is kept only where it is part of the address (ssh). */
    String display() {
        return hideQuery(uri().toString());
    }

    String host() {
        return Objects.requireNonNullElse(uri.getHost(), "this machine");
    }

    Optional<String> rawPassword() {
        return Optional.ofNullable(uri.getPass());
    }

    private static String hideLogin(String url) {
        return hideQuery(url).replaceFirst("^([A-Za-z+.-]*:?//)?[^/]*@", "$1");
    }

    private static String hideQuery(String url) {
        int query = url.indexOf('?');
        return query < 0 ? url : url.substring(0, query);
    }
}
