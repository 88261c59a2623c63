package dev.quorate.e2e;

import java.io.IOException;
import java.nio.file.Path;

final class SimulatedChangesTest extends ChangesContract {

    @Override
    Place place(Path folder) throws IOException {
        return Place.Simulated.start(folder);
    }
}
