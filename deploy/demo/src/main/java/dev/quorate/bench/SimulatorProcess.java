package dev.quorate.bench;

import dev.quorate.simulator.RealCluster;
import dev.quorate.simulator.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The main class of the process that holds the simulated cluster. */
final class SimulatorProcess {

    private SimulatorProcess() {}

    /** Ends with whoever started it: that one holds the other end of the input. */
    public static void main(String[] arguments) throws IOException {
        Path kubeconfig = Path.of(arguments[0]);
        try (RealCluster cluster = Simulator.real()) {
            Path unfinished = kubeconfig.resolveSibling("kubeconfig.part");
            cluster.http().writeKubeconfig(unfinished);
            Files.move(unfinished, kubeconfig, StandardCopyOption.ATOMIC_MOVE);
            int next = System.in.read();
            while (next >= 0) {
                next = System.in.read();
            }
        }
    }
}
