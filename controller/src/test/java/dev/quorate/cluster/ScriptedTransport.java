package dev.quorate.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Answers requests in the order in which answers were given, and keeps the requests. */
final class ScriptedTransport implements ApiTransport {

    private interface Answer {
        ApiReply give() throws NoAnswer;
    }

    final List<ApiRequest> requests = new ArrayList<>();
    private final Deque<Answer> answers = new ArrayDeque<>();

    ScriptedTransport reply(int status, String body) {
        answers.add(() -> new ApiReply(status, Optional.empty(), Trees.json(body)));
        return this;
    }

    ScriptedTransport reply(int status, JsonNode body) {
        answers.add(() -> new ApiReply(status, Optional.empty(), body));
        return this;
    }

    ScriptedTransport retryAfter(int status, Duration delay) {
        answers.add(
                () -> new ApiReply(status, Optional.of(delay), Trees.json(Trees.status(status, "TooManyRequests"))));
        return this;
    }

    ScriptedTransport silence(boolean mayHaveArrived) {
        answers.add(() -> {
            throw new NoAnswer("https://127.0.0.1:6443: Connection reset", mayHaveArrived);
        });
        return this;
    }

    @Override
    public ApiReply send(ApiRequest request) throws NoAnswer {
        requests.add(request);
        if (answers.isEmpty()) {
            throw new AssertionError("nothing was expected, but here is " + request.method() + " " + request.target());
        }
        return answers.remove().give();
    }

    ApiRequest last() {
        return requests.get(requests.size() - 1);
    }

    /** Nothing is left unasked. */
    boolean spent() {
        return answers.isEmpty();
    }
}
