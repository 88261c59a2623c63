package dev.quorate.e2e;

import dev.quorate.Engines;
import dev.quorate.demo.Hurried;
import dev.quorate.engine.EngineCatalog;
import dev.quorate.simulator.RealCluster;
import dev.quorate.simulator.Simulator;
import dev.quorate.simulator.autoscale.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** The cluster on which the changes are played. */
interface Place extends AutoCloseable {

    /** An image that can be pulled nowhere. */
    String NO_IMAGE = "nginx:no-such-tag";

    Path kubeconfig();

    /** How long people would wait there for one change. */
    Duration patience();

    /** The engines as they are run there. */
    default EngineCatalog engines() {
        return Engines.catalog();
    }

    @Override
    void close();

    /** One that somebody else runs. */
    record Named(Path kubeconfig) implements Place {

        @Override
        public Duration patience() {
            return Duration.ofMinutes(10);
        }

        @Override
        public void close() {
            // Not ours to end.
        }
    }

    /** A cluster of this process, behind its HTTP API. */
    record Simulated(RealCluster cluster, Path kubeconfig) implements Place {

        private static final Duration SOON = Duration.ofSeconds(1);

        /** Nobody waits two minutes here for what load that the last change made may have said. */
        @Override
        public EngineCatalog engines() {
            return Hurried.catalog(Engines.catalog());
        }

        static Simulated start(Path folder) throws IOException {
            RealCluster cluster = Simulator.real();
            Path kubeconfig = folder.resolve("kubeconfig");
            cluster.http().writeKubeconfig(kubeconfig);
            cluster.locked(() -> {
                Simulator simulator = cluster.simulator();
                simulator.faults().loseImage(NO_IMAGE);
                simulator.delays().autoscaling(SOON).measuring(SOON);
                simulator.behaviours().autoscaling(new Settings(Duration.ZERO, Duration.ZERO, SOON));
                return true;
            });
            return new Simulated(cluster, kubeconfig);
        }

        @Override
        public Duration patience() {
            return Duration.ofMinutes(2);
        }

        @Override
        public void close() {
            cluster.close();
        }
    }
}
