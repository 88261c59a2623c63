package dev.quorate.simulator.api;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * One open watch. Events wait in it until they are taken; all calls are made under the simulator's one lock.
 */
public final class Watch implements AutoCloseable {

    private final Queue<WatchEvent> waiting = new ArrayDeque<>();
    private final Runnable onClose;
    private Runnable wake = () -> {};
    private boolean ended;
    private Runnable bookmark = () -> {};

    Watch(Runnable onClose) {
        this.onClose = onClose;
    }

    /** What has come since the last call, oldest first. */
    public List<WatchEvent> take() {
        List<WatchEvent> events = new ArrayList<>(waiting);
        waiting.clear();
        return events;
    }

    public boolean isWaiting() {
        return !waiting.isEmpty();
    }

    /** Called whenever there is something to take or the watch has ended; it must return quickly. */
    public void whenReady(Runnable callback) {
        wake = callback;
        if (!waiting.isEmpty() || ended) {
            callback.run();
        }
    }

    /** Whether the server has ended the stream. What waits can still be taken. */
    public boolean hasEnded() {
        return ended;
    }

    /** Tells the client how far it has seen everything, if it asked for that. */
    public void bookmark() {
        if (!ended) {
            bookmark.run();
        }
    }

    /** Ends the stream from the server's side, as a restart or a lost connection does. */
    public void end() {
        if (!ended) {
            ended = true;
            onClose.run();
            wake.run();
        }
    }

    @Override
    public void close() {
        wake = () -> {};
        end();
    }

    void add(WatchEvent event) {
        if (!ended) {
            waiting.add(event);
            wake.run();
        }
    }

    void bookmarks(Runnable how) {
        bookmark = how;
    }
}
