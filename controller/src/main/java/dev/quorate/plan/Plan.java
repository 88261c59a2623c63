package dev.quorate.plan;

import dev.quorate.schema.AppName;
import dev.quorate.schema.Drift;
import java.util.List;
import java.util.Optional;

/**
 * The ordered steps from observed to desired state, as far as they can be foreseen.
 *
 * @param summary what changes, in one line: {@code etcd  3 → 5 members}
 * @param drift what others changed of what Git decides about
 * @param upgrade what newer defaults of Quorate would change, if the spec asked for them
 */
public record Plan(
        AppName app, String engine, String summary, List<Row> rows, List<Drift> drift, Optional<String> upgrade) {

    public Plan {
        rows = List.copyOf(rows);
        drift = List.copyOf(drift);
    }

    public Plan withDrift(List<Drift> noticed) {
        return new Plan(app, engine, summary, rows, noticed, upgrade);
    }

    public boolean refused() {
        return rows.stream().anyMatch(row -> row.state() == State.REFUSED);
    }

    public boolean empty() {
        return rows.isEmpty();
    }

    /** @param why what it waits for, or which guard refused it */
    public record Row(Mark mark, String text, State state, String why) {}

    public enum State {
        DONE,
        RUNNING,
        NEXT,
        WAITING,
        REFUSED;

        public String title() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** The sign before a row, as people know them from other planning tools. */
    public enum Mark {
        ADD('+'),
        REMOVE('-'),
        CHANGE('~'),
        REFUSED('!');

        private final char sign;

        Mark(char sign) {
            this.sign = sign;
        }

        public char sign() {
            return sign;
        }
    }
}
