package dev.quorate.simulator.behaviour;

import java.time.Duration;

/**
 * What a program answers.
 *
 * @param took how long a real one would have taken, for answers such as a timeout; callers over HTTP wait for it
 */
public record ProgramReply(int status, String contentType, String body, Duration took) {

    public static ProgramReply text(int status, String body) {
        return new ProgramReply(status, "text/plain; charset=utf-8", body, Duration.ZERO);
    }

    public static ProgramReply json(int status, String body) {
        return new ProgramReply(status, "application/json", body, Duration.ZERO);
    }

    public ProgramReply after(Duration time) {
        return new ProgramReply(status, contentType, body, time);
    }

    public boolean successful() {
        return status >= 200 && status < 400;
    }
}
