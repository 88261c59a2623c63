package dev.quorate.git;

import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.storage.file.WindowCacheConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/**
 * What holds for all of JGit in this JVM. Keeps the machine's own Git settings out: a {@code url.insteadOf} of a user or
 * {@code GIT_SSH} in the environment could send our credentials elsewhere.
 */
final class Isolation extends SystemReader.Delegate {

    private static final int CACHE = 1024 * 1024;
    private static final Isolation INSTANCE = new Isolation(SystemReader.getInstance());

    private Isolation(SystemReader machine) {
        super(machine);
    }

    /** For the whole JVM, which is right because no other package uses JGit. */
    static void install() {
        if (SystemReader.getInstance() != INSTANCE) {
            SystemReader.setInstance(INSTANCE);
            keepCachesSmall();
        }
    }

    /** What a poll or a push reads is read once: caches made for servers would be much of this process's memory. */
    private static void keepCachesSmall() {
        WindowCacheConfig caches = new WindowCacheConfig();
        caches.setPackedGitLimit(CACHE);
        caches.setDeltaBaseCacheLimit(CACHE);
        caches.install();
    }

    @Override
    public @Nullable String getenv(String variable) {
        return variable.startsWith("GIT_") ? null : super.getenv(variable);
    }

    @Override
    public FileBasedConfig openUserConfig(Config parent, FS fs) {
        FixedConfig config = new FixedConfig(parent, fs);
        // A remote on this disk is served by JGit itself, which would start to clean it up in the background.
        config.setBoolean("receive", null, "autogc", false);
        return config;
    }

    @Override
    public FileBasedConfig openSystemConfig(Config parent, FS fs) {
        return new FixedConfig(parent, fs);
    }

    @Override
    public FileBasedConfig openJGitConfig(Config parent, FS fs) {
        return new FixedConfig(parent, fs);
    }

    /** A configuration without a file. */
    private static final class FixedConfig extends FileBasedConfig {
        FixedConfig(Config parent, FS fs) {
            super(parent, null, fs);
        }

        /**
         * Takes file timestamps to be as coarse as any file system's are. Otherwise JGit measures that for seconds at each
         * start, with probe files, and writes what it found to the home directory.
         */
        @Override
        public long getTimeUnit(String section, String subsection, String name, long defaultValue, TimeUnit unit) {
            return section.equals(ConfigConstants.CONFIG_FILESYSTEM_SECTION)
                    ? unit.convert(FS.FileStoreAttributes.FALLBACK_TIMESTAMP_RESOLUTION)
                    : super.getTimeUnit(section, subsection, name, defaultValue, unit);
        }

        @Override
        public void load() {}

        @Override
        public void save() {}

        @Override
        public boolean isOutdated() {
            return false;
        }
    }
}
