package dev.quorate.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.shell.ProcessShellCommandFactory;

/** A real SSH server on the loopback that lets one key run git's own commands. */
final class GitSshServer implements AutoCloseable {

    private static final Pattern COMMAND = Pattern.compile("git-(upload|receive)-pack '([^']*)'");

    private final SshServer server;
    private final String hostKey;

    private GitSshServer(SshServer server, String hostKey) {
        this.server = server;
        this.hostKey = hostKey;
    }

    /** Serves the folder's repositories to the holder of a key, with a host key of its own. */
    static GitSshServer start(Path folder, Path allowedKey) throws Exception {
        Path hostKey = Files.createTempDirectory(folder, "host").resolve("key");
        TestKeys.create(hostKey);
        PublicKey allowed = publicKey(allowedKey);
        SshServer server = SshServer.setUpDefaultServer();
        server.setHost("127.0.0.1");
        server.setPort(0);
        server.setKeyPairProvider(new FileKeyPairProvider(hostKey));
        server.setPublickeyAuthenticator(
                (user, key, session) -> user.equals("git") && KeyUtils.compareKeys(key, allowed));
        server.setCommandFactory((channel, command) ->
                ProcessShellCommandFactory.INSTANCE.createCommand(channel, gitCommand(folder, command)));
        server.start();
        return new GitSshServer(server, Files.readString(Path.of(hostKey + ".pub")));
    }

    String url() {
        return "ssh://git@127.0.0.1:" + server.getPort() + "/remote.git";
    }

    /** The line that makes a known_hosts file accept this server, or another one in its place. */
    String knownHostsLine(GitSshServer keyOf) {
        return "[127.0.0.1]:" + server.getPort() + " " + keyOf.hostKey;
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }

    private static String gitCommand(Path folder, String command) {
        Matcher matcher = COMMAND.matcher(command);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("no git command: " + command);
        }
        return "git " + matcher.group(1) + "-pack "
                + folder.resolve(matcher.group(2).replaceFirst("^/", ""));
    }

    private static PublicKey publicKey(Path privateKey) throws Exception {
        List<AuthorizedKeyEntry> entries = AuthorizedKeyEntry.readAuthorizedKeys(Path.of(privateKey + ".pub"));
        PublicKeyEntry entry = entries.get(0);
        return entry.resolvePublicKey(null, Map.of(), PublicKeyEntryResolver.FAILING);
    }
}
