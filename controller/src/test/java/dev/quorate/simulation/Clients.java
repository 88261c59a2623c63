package dev.quorate.simulation;

import dev.quorate.simulator.behaviour.ProgramRequest;

/** What people and programs ask of the members of an engine, past Quorate. */
final class Clients {

    private Clients() {}

    static ProgramRequest write(App app, String key) {
        return ofZooKeeper(app)
                ? ProgramRequest.post(2181, "/nodes/" + key, "v")
                : ProgramRequest.post(2379, "/v3/kv/put", "{\"key\":\"" + key + "\",\"value\":\"dg==\"}");
    }

    /** One more member, by the engine's own command. */
    static ProgramRequest stranger(App app, Choice choice) {
        boolean learns = choice.b() % 3 == 0;
        String host = "stranger-" + choice.b();
        if (ofZooKeeper(app)) {
            String duty = learns ? "observer" : "participant";
            return ProgramRequest.post(
                    2181, "/vote", "{\"line\": \"server.250=" + host + ":2888:3888:" + duty + ";0.0.0.0:2181\"}");
        }
        String body = "{\"peerURLs\": [\"http://" + host + ":2380\"]" + (learns ? ", \"isLearner\": true" : "") + "}";
        return ProgramRequest.post(2379, "/v3/cluster/member/add", body);
    }

    private static boolean ofZooKeeper(App app) {
        return app.engine().equals("zookeeper");
    }
}
