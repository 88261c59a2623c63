package dev.quorate.loop;

import dev.quorate.schema.Source;
import dev.quorate.schema.StatefulApp;

/**
 * A spec in force and the commit that brought it. A later commit that leaves the spec as it is does not become its source.
 *
 * @param hash of the spec, kept since it is asked for often
 */
public record DesiredApp(StatefulApp app, Source source, String hash) {

    public static DesiredApp of(StatefulApp app, Source source) {
        return new DesiredApp(app, source, app.hash());
    }

    /** The commit that brought this spec, and the file where it stands now. */
    DesiredApp from(Source brought) {
        return new DesiredApp(
                app,
                new Source(brought.commit(), brought.author(), brought.subject(), brought.time(), source.path()),
                hash);
    }
}
