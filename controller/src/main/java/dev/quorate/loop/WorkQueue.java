package dev.quorate.loop;

import dev.quorate.schema.AppName;
import java.time.Duration;
import java.util.Optional;

/** The apps to look at. An app is in it at most once, and never taken by two at a time. */
public interface WorkQueue {

    void add(AppName app);

    /** Of several times the earliest counts; taking the app clears it. */
    void addAfter(AppName app, Duration delay);

    /** Waits for an app; empty when the queue was shut down. */
    Optional<AppName> take() throws InterruptedException;

    /** The app may be taken again; if it was added meanwhile, it is in the queue now. */
    void done(AppName app);

    void shutDown();
}
