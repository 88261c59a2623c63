package dev.quorate.engine.etcd;

import dev.quorate.schema.ReadResult;
import dev.quorate.schema.SpecReader;
import dev.quorate.schema.StatefulApp;
import java.nio.charset.StandardCharsets;

/** Apps as people write them, read as the controller reads them. */
final class Apps {

    private Apps() {}

    static StatefulApp read(String yaml) {
        ReadResult result = SpecReader.standard().read("app.yaml", yaml.getBytes(StandardCharsets.UTF_8));
        if (result instanceof ReadResult.Apps apps) {
            return apps.apps().get(0);
        }
        throw new AssertionError("not an app: " + result);
    }
}
