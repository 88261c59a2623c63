package dev.quorate.git;

import java.io.File;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.sshd.KeyPasswordProvider;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.agent.ConnectorFactory;
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
