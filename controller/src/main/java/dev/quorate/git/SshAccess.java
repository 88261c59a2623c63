package dev.quorate.git;

import java.io.File;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.sshd.KeyPasswordProvider;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;
import org.eclipse.jgit.transport.sshd.SshdSession;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.agent.ConnectorFactory;
import org.eclipse.jgit.util.FS;
import org.jspecify.annotations.Nullable;

/** Logs in over ssh with one key to hosts of one known_hosts file: no agent, no {@code ~/.ssh}, no questions. */
final class SshAccess extends SshdSessionFactory {

    private final Credentials.SshKey key;
    private final Evidence evidence;

    SshAccess(Credentials.SshKey key, Evidence evidence) {
        this.key = key;
        this.evidence = evidence;
        File nowhere =
                key.knownHosts().toAbsolutePath().resolveSibling(".no-home").toFile();
        setHomeDirectory(nowhere);
        setSshDirectory(nowhere);
    }

    /** Holds the whole login to the timeout; by itself the library gives a silent server two minutes. */
    @Override
    public SshdSession getSession(URIish uri, CredentialsProvider provider, FS fs, int timeoutMillis)
            throws TransportException {
        FutureTask<SshdSession> login = new FutureTask<>(() -> super.getSession(uri, provider, fs, timeoutMillis));
        Thread thread = new Thread(login, "ssh login");
        thread.setDaemon(true);
        thread.start();
        try {
            return login.get(timeoutMillis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new TransportException(uri, "no login within " + timeoutMillis + " ms", late);
        } catch (ExecutionException failure) {
            throw new TransportException(uri, "no login", failure.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new TransportException(uri, "stopped while logging in", stopped);
        } finally {
            // Interrupts a login that is still under way, which then closes its connection.
            login.cancel(true);
        }
    }

    @Override
    protected @Nullable File getSshConfig(File sshDirectory) {
        return null;
    }

    @Override
    protected List<Path> getDefaultIdentities(File sshDirectory) {
        return List.of(key.privateKey());
    }

    @Override
    protected List<Path> getDefaultKnownHostsFiles(File sshDirectory) {
        return List.of(key.knownHosts());
    }

    @Override
    protected String getDefaultPreferredAuthentications() {
        return "publickey";
    }

    @Override
    protected @Nullable ConnectorFactory getConnectorFactory() {
        return null;
    }

    @Override
    protected KeyPasswordProvider createKeyPasswordProvider(CredentialsProvider provider) {
        return new Passphrase();
    }

    @Override
    protected ServerKeyDatabase createServerKeyDatabase(File home, File sshDirectory) {
        return new Strict(super.createServerKeyDatabase(home, sshDirectory));
    }

    /** Says the passphrase once; a second question means that it is wrong. */
    private final class Passphrase implements KeyPasswordProvider {
        @Override
        public char @Nullable [] getPassphrase(URIish uri, int attempt) {
            return attempt > 0
                    ? null
                    : key.passphrase().map(String::toCharArray).orElse(null);
        }

        @Override
        public void setAttempts(int attempts) {}

        @Override
        public boolean keyLoaded(URIish uri, int attempt, @Nullable Exception error) {
            return false;
        }
    }

    /** Accepts only what the known_hosts file holds, and never writes it. */
    private final class Strict implements ServerKeyDatabase {
        private final ServerKeyDatabase file;

        Strict(ServerKeyDatabase file) {
            this.file = file;
        }

        @Override
        public List<PublicKey> lookup(String address, InetSocketAddress remote, Configuration configuration) {
            return file.lookup(address, remote, configuration);
        }

        @Override
        public boolean accept(
                String address,
                InetSocketAddress remote,
                PublicKey serverKey,
                Configuration configuration,
                @Nullable CredentialsProvider provider) {
            // Without a provider nobody can be asked, so unknown and changed keys are refused.
            boolean accepted = file.accept(address, remote, serverKey, configuration, null);
            if (!accepted) {
                boolean known = !lookup(address, remote, configuration).isEmpty();
                evidence.refusedKey(new Evidence.RefusedKey(address, KeyUtils.getFingerPrint(serverKey), known));
            }
            return accepted;
        }
    }
}
