package dev.quorate.bench;

import dev.quorate.Main;
import java.io.IOException;

/** The main class of the measured controller: the one that users start, but it ends with whoever started it. */
final class BoundController {

    private BoundController() {}

    public static void main(String[] arguments) {
        Thread bond = new Thread(BoundController::endWithParent, "bench-bond");
        bond.setDaemon(true);
        bond.start();
        Main.main(arguments);
    }

    /** The parent holds the other end of the input; the system closes it even when the parent is killed. */
    private static void endWithParent() {
        try {
            int next = System.in.read();
            while (next >= 0) {
                next = System.in.read();
            }
        } catch (IOException alsoAnEnd) {
            // Nobody is at the other end, whatever the reason.
        }
        System.exit(0);
    }
}
