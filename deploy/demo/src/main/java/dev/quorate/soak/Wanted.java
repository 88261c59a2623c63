package dev.quorate.soak;

import java.util.Optional;

/**
 * What Git says of one app.
 *
 * @param replicas as last good
 * @param refused what the file says instead, where that cannot be used
 */
record Wanted(App app, int replicas, Optional<Integer> refused) {

    static Wanted good(App app, int replicas) {
        return new Wanted(app, replicas, Optional.empty());
    }

    Wanted butRefused(int wrong) {
        return new Wanted(app, replicas, Optional.of(wrong));
    }

    /** The file as it stands now. */
    String file() {
        return app.file(refused.orElse(replicas));
    }

    /** The file as it was when it could be used. */
    String lastGoodFile() {
        return app.file(replicas);
    }

    @Override
    public String toString() {
        return app.title() + " " + replicas
                + refused.map(wrong -> " (" + wrong + " is refused)").orElse("");
    }
}
