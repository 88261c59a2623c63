package dev.quorate.e2e;

import dev.quorate.simulator.RealCluster;
import dev.quorate.simulator.Simulator;
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

        static Simulated start(Path folder) throws IOException {
            RealCluster cluster = Simulator.real();
            Path kubeconfig = folder.resolve("kubeconfig");
            cluster.http().writeKubeconfig(kubeconfig);
            cluster.locked(() -> {
                cluster.simulator().faults().loseImage(NO_IMAGE);
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
