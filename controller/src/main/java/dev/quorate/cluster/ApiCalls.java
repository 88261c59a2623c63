package dev.quorate.cluster;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How often which call was made to the API server since the start. */
public final class ApiCalls {

    private static final Pattern PATH =
            Pattern.compile("/apis?(?:/[^/]+)?/v[^/]+(?:/namespaces/[^/]+(?=/))?/([^/]+)(/[^/]+)?(/.+)?");

    /**
     * A call as the rights of Kubernetes name it.
     *
     * @param resource with its subresource, as in {@code statefulapps/status}
     */
    public record Call(String verb, String resource) implements Comparable<Call> {
        @Override
        public int compareTo(Call other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return verb + " " + resource;
        }
    }

    private final Map<Call, LongAdder> counts = new ConcurrentHashMap<>();

    void count(ApiRequest request) {
        counts.computeIfAbsent(call(request), call -> new LongAdder()).increment();
    }

    public SortedMap<Call, Long> counts() {
        SortedMap<Call, Long> now = new TreeMap<>();
        counts.forEach((call, count) -> now.put(call, count.sum()));
        return now;
    }

    static Call call(ApiRequest request) {
        Matcher path = PATH.matcher(request.path());
        if (!path.matches()) {
            return new Call(verb(request, true), request.path());
        }
        boolean named = path.group(2) != null;
        return new Call(verb(request, named), path.group(1) + (path.group(3) == null ? "" : path.group(3)));
    }

    private static String verb(ApiRequest request, boolean named) {
        return switch (request.method()) {
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> "delete";
            default -> request.query().containsKey("watch") ? "watch" : named ? "get" : "list";
        };
    }
}
