package dev.quorate.simulation;

/**
 * What a commit asks for of one app.
 *
 * @param gibibytes of room for each volume; nothing shrinks, so it only ever grows
 * @param version of an engine that has versions
 * @param setting a number that reaches the pods only by a new template
 * @param label a number that concerns no pod
 * @param broken whether its image can be had nowhere
 * @param depends whether it depends on the first app
 * @param deletes whether the app goes when its file is gone
 * @param written whether there is a file at all
 */
record Wish(
        int size,
        int gibibytes,
        String version,
        int setting,
        int label,
        boolean broken,
        Update update,
        Life life,
        boolean depends,
        boolean deletes,
        boolean written) {

    private static final int MOST_ROOM = 4;

    /** How far a new template may go. */
    enum Update {
        ROLLING(""),
        PAUSED("  paused: true\n"),
        PARTITION("  updateStrategy: {rollingUpdate: {partition: 1}}\n"),
        ON_DELETE("  updateStrategy: {type: OnDelete}\n");

        private final String lines;

        Update(String lines) {
            this.lines = lines;
        }
    }

    /** Whether the app is to run, and to be touched. */
    enum Life {
        RUNS(""),
        STOPPED("  stopped: true\n"),
        SUSPENDED("  suspend: true\n");

        private final String lines;

        Life(String lines) {
            this.lines = lines;
        }
    }

    static Wish first(App app) {
        boolean other = app.origin() == App.Origin.FOREIGN_AND_OTHER;
        return new Wish(app.firstSize(), 1, "3.5", 0, 0, other, Update.ROLLING, Life.RUNS, false, false, true);
    }

    /** The lines of the spec that are the same for every engine; what is not asked for is not said. */
    String lines(App app) {
        return "  replicas: " + size + "\n"
                + pod(app)
                + update.lines
                + life.lines
                + (depends ? "  dependsOn: [{name: " + app.other() + "}]\n" : "")
                + (deletes ? "  deletion: Delete\n" : "");
    }

    /** What somebody else's pods have besides, the file must say, or they are not taken over. */
    private String pod(App app) {
        String annotations = setting == 0 ? "" : "annotations: {setting: \"" + setting + "\"}";
        if (app.foreign()) {
            return "  pod: {metadata: {labels: {app: " + app.name() + "}" + (setting == 0 ? "" : ", ") + annotations
                    + "}, spec: {automountServiceAccountToken: true}}\n";
        }
        return setting == 0 ? "" : "  pod: {metadata: {" + annotations + "}}\n";
    }

    /** Whether every pod is to run the newest template in the end. */
    boolean rolls() {
        return update == Update.ROLLING;
    }

    boolean runs() {
        return written && life == Life.RUNS;
    }

    Wish sized(int other) {
        return new Wish(other, gibibytes, version, setting, label, broken, update, life, depends, deletes, written);
    }

    Wish withMoreRoom() {
        return roomed(Math.min(gibibytes + 1, MOST_ROOM));
    }

    Wish roomed(int other) {
        return new Wish(size, other, version, setting, label, broken, update, life, depends, deletes, written);
    }

    String room() {
        return gibibytes + "Gi";
    }

    Wish versioned(String other) {
        return new Wish(size, gibibytes, other, setting, label, broken, update, life, depends, deletes, written);
    }

    Wish set(int other) {
        return new Wish(size, gibibytes, version, other, label, broken, update, life, depends, deletes, written);
    }

    Wish labelled(int other) {
        return new Wish(size, gibibytes, version, setting, other, broken, update, life, depends, deletes, written);
    }

    Wish broken(boolean is) {
        return new Wish(size, gibibytes, version, setting, label, is, update, life, depends, deletes, written);
    }

    /** Asked for twice, it is taken back. */
    Wish turned(Update other) {
        Update next = update == other ? Update.ROLLING : other;
        return new Wish(size, gibibytes, version, setting, label, broken, next, life, depends, deletes, written);
    }

    /** Asked for twice, it is taken back. */
    Wish turned(Life other) {
        return living(life == other ? Life.RUNS : other);
    }

    Wish living(Life other) {
        return new Wish(size, gibibytes, version, setting, label, broken, update, other, depends, deletes, written);
    }

    Wish depends(boolean does) {
        return new Wish(size, gibibytes, version, setting, label, broken, update, life, does, deletes, written);
    }

    Wish deletes(boolean does) {
        return new Wish(size, gibibytes, version, setting, label, broken, update, life, depends, does, written);
    }

    Wish written(boolean is) {
        return new Wish(size, gibibytes, version, setting, label, broken, update, life, depends, deletes, is);
    }
}
