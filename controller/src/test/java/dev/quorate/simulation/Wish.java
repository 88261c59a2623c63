package dev.quorate.simulation;

/**
 * What Git asks for of one app.
 *
 * @param gibibytes of room for each volume; nothing shrinks, so it only ever grows
 */
record Wish(int size, int gibibytes) {

    private static final int MOST_ROOM = 4;

    Wish withSize(int other) {
        return new Wish(other, gibibytes);
    }

    Wish withMoreRoom() {
        return new Wish(size, Math.min(gibibytes + 1, MOST_ROOM));
    }

    String room() {
        return gibibytes + "Gi";
    }
}
