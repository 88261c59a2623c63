package dev.quorate.git;

import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnection;

/**
 * Opens the http connections of one remote: sends the login from the start, trusts the given certificates for these
 * connections alone, and follows no redirect to another host, which would carry the login with it.
 */
final class HttpAccess implements HttpConnectionFactory {

    private final URL origin;
    private final Optional<String> authorization;
    private final Optional<TrustManager[]> trusted;
    private final Evidence evidence;

    private HttpAccess(
            URL origin, Optional<String> authorization, Optional<TrustManager[]> trusted, Evidence evidence) {
        this.origin = origin;
        this.authorization = authorization;
        this.trusted = trusted;
        this.evidence = evidence;
    }

    static HttpAccess of(GitSettings settings, Evidence evidence) throws IOException {
        Optional<TrustManager[]> trusted = Optional.empty();
        if (settings.caFile().isPresent()) {
            trusted = Optional.of(trustOnly(settings.caFile().get()));
        }
        URL origin = new URL(settings.address().uri().toString());
        return new HttpAccess(origin, authorization(settings.login()), trusted, evidence);
    }

    @Override
    public HttpConnection create(URL url) throws IOException {
        return prepare(new Observed(url, Proxy.NO_PROXY));
    }

    @Override
    public HttpConnection create(URL url, Proxy proxy) throws IOException {
        return prepare(new Observed(url, proxy));
    }

    private HttpConnection prepare(Observed connection) throws IOException {
        requireSameHost(connection.getURL());
        authorization.ifPresent(value -> connection.setRequestProperty("Authorization", value));
        if (trusted.isPresent() && isHttps(connection.getURL())) {
            try {
                connection.configure(null, trusted.get(), null);
            } catch (GeneralSecurityException broken) {
                throw new IOException("TLS cannot be set up: " + broken.getMessage(), broken);
            }
        }
        return connection;
    }

    private void requireSameHost(URL url) throws IOException {
        boolean sameHost = url.getHost().equalsIgnoreCase(origin.getHost());
        boolean samePort = url.getProtocol().equals(origin.getProtocol()) && port(url) == port(origin);
        if (!sameHost || !(samePort || (isHttps(url) && !isHttps(origin)))) {
            throw new RedirectRefused(
                    url.getProtocol() + "://" + url.getAuthority().replaceFirst("^.*@", ""));
        }
    }

    private static Optional<String> authorization(Credentials login) {
        if (login instanceof Credentials.Token token) {
            return Optional.of(
                    token.scheme() == Credentials.Token.Scheme.BEARER
                            ? "Bearer " + token.token()
                            : basic("x-access-token", token.token()));
        }
        return login instanceof Credentials.Basic basic
                ? Optional.of(basic(basic.user(), basic.password()))
                : Optional.empty();
    }

    private static String basic(String user, String password) {
        byte[] login = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(login);
    }

    private static TrustManager[] trustOnly(Path caFile) throws IOException {
        try (InputStream pem = Files.newInputStream(caFile)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                store.setCertificateEntry("ca-" + number++, certificate);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory.getTrustManagers();
        } catch (GeneralSecurityException unreadable) {
            throw new UnusableFile(caFile, "holds no certificates in PEM form", unreadable);
        } catch (IOException unreadable) {
            throw new UnusableFile(caFile, "cannot be read", unreadable);
        }
    }

    private static boolean isHttps(URL url) {
        return url.getProtocol().toLowerCase(Locale.ROOT).equals("https");
    }

    private static int port(URL url) {
        return url.getPort() < 0 ? url.getDefaultPort() : url.getPort();
    }

    /** The server sends us to another host. */
    static final class RedirectRefused extends IOException {
        private static final long serialVersionUID = 1;

        RedirectRefused(String target) {
            super(target);
        }
    }

    /** A connection that leaves its status behind. */
    private final class Observed extends JDKHttpConnection {
        Observed(URL url, Proxy proxy) throws IOException {
            super(url, proxy);
        }

        @Override
        public int getResponseCode() throws IOException {
            int status = super.getResponseCode();
            evidence.httpStatus(status);
            return status;
        }
    }
}
