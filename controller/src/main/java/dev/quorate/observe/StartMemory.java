package dev.quorate.observe;

import dev.quorate.state.AppMemory;
import dev.quorate.state.Manifest;
import java.util.List;

/** placeholder until engine.StartConfigs */
final class StartMemory {
    private StartMemory() {}

    static AppMemory recall(List<Manifest> configMaps) {
        return AppMemory.BLANK;
    }
}
