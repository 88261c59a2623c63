package dev.quorate.engine.redis;

import dev.quorate.engine.Reach;
import dev.quorate.schema.AppName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The two Secrets of an app, with the files that members have of theirs; a file shows what was written when it is mounted. */
final class Secrets implements Reach {

    private final AppName app;
    private final Path mounted;
    private final Map<String, Map<String, String>> secrets = new HashMap<>();
    private int version;

    Secrets(AppName app, Path mounted) {
        this.app = app;
        this.mounted = mounted;
        secrets.put(RedisPods.secretName(app), Map.of(RedisPods.PASSWORD, RealRedis.PASSWORD));
        secrets.put(RedisPods.keyringName(app), Map.of(Keyring.PASSWORDS, RealRedis.PASSWORD));
        mount();
    }

    /** As a person edits the one that clients read. */
    synchronized void edit(Map<String, String> values) {
        version++;
        secrets.put(RedisPods.secretName(app), Map.copyOf(values));
    }

    /** What a client finds. */
    synchronized String password() {
        return Objects.requireNonNull(values(RedisPods.secretName(app)).get(RedisPods.PASSWORD));
    }

    /** As somebody sees them who has another one. */
    Secrets guessed() {
        Secrets other = new Secrets(app, mounted.resolveSibling("guessed"));
        other.secrets.put(RedisPods.keyringName(app), Map.of(Keyring.PASSWORDS, "guessed"));
        return other;
    }

    private Map<String, String> values(String name) {
        return Objects.requireNonNull(secrets.get(name));
    }

    @Override
    public synchronized Values secret(String namespace, String name) {
        return new Values(namespace, name, "uid", String.valueOf(version), true, values(name));
    }

    @Override
    public synchronized void keep(Values before, Map<String, String> values, Set<String> madeUp) throws NoReply {
        if (!before.version().equals(String.valueOf(version))) {
            throw new NoReply("somebody has written Secret " + before + " since", false);
        }
        Map<String, String> all = new HashMap<>(values);
        version++;
        madeUp.forEach(key -> all.put(key, "made-up-" + version));
        secrets.put(before.name(), Map.copyOf(all));
        mount();
    }

    /** In one step, as a kubelet does. */
    private void mount() {
        try {
            Files.createDirectories(mounted);
            Path next = mounted.resolve("next");
            Files.writeString(
                    next,
                    Objects.requireNonNull(values(RedisPods.keyringName(app)).get(Keyring.PASSWORDS)));
            Files.move(next, mounted.resolve(Keyring.PASSWORDS), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Reply http(Target target, Call call) throws NoReply {
        throw new NoReply("Redis is not asked by HTTP", false);
    }

    @Override
    public Address dial(Target target) {
        return new Address(target.ip().orElseThrow(), target.port());
    }
}
