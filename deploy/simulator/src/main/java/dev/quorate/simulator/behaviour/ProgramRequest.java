package dev.quorate.simulator.behaviour;

/**
 * An HTTP request to a port of a pod.
 *
 * @param path with the query
 */
public record ProgramRequest(int port, String method, String path, String body) {

    public static ProgramRequest get(int port, String path) {
        return new ProgramRequest(port, "GET", path, "");
    }

    public static ProgramRequest post(int port, String path, String body) {
        return new ProgramRequest(port, "POST", path, body);
    }

    public String pathOnly() {
        int query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query);
    }

    public String query() {
        int query = path.indexOf('?');
        return query < 0 ? "" : path.substring(query + 1);
    }
}
