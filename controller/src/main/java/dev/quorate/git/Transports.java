package dev.quorate.git;

import java.io.IOException;
import java.time.Duration;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;

/** Opens transports that hold to the settings: credentials, timeout, certificates; one branch, no tags, objects checked. */
final class Transports {

    private Transports() {}

    static Transport open(Repository store, GitSettings settings, Evidence evidence) throws IOException {
        Transport transport = Transport.open(store, settings.address().uri());
        try {
            configure(transport, settings, evidence);
            return transport;
        } catch (IOException | RuntimeException broken) {
            transport.close();
            throw broken;
        }
    }

    private static void configure(Transport transport, GitSettings settings, Evidence evidence) throws IOException {
        transport.setTimeout(seconds(settings.timeout()));
        transport.setTagOpt(TagOpt.NO_TAGS);
        transport.setCheckFetchedObjects(true);
        if (transport instanceof TransportHttp http) {
            http.setHttpConnectionFactory(HttpAccess.of(settings, evidence));
        }
        if (transport instanceof SshTransport ssh && settings.credentials() instanceof Credentials.SshKey key) {
            ssh.setSshSessionFactory(new SshAccess(key, evidence));
        }
    }

    /** JGit counts whole seconds, and zero means for ever. */
    private static int seconds(Duration timeout) {
        return (int) Math.max(1, timeout.plusMillis(999).toSeconds());
    }
}
