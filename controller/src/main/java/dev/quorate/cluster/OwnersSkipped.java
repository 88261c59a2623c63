package dev.quorate.cluster;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.IOException;

/** Reads events of a watch without {@code managedFields}, which are often most of an object: no node is made for them. */
final class OwnersSkipped extends JsonParserDelegate {

    OwnersSkipped(JsonParser events) {
        super(events);
    }

    @Override
    public JsonToken nextToken() throws IOException {
        JsonToken token = super.nextToken();
        while (token == JsonToken.FIELD_NAME && atOwners()) {
            super.nextToken();
            super.skipChildren();
            token = super.nextToken();
        }
        return token;
    }

    /** At {@code object.metadata.managedFields}; others may have a field of that name too. */
    private boolean atOwners() {
        JsonStreamContext metadata = getParsingContext();
        return "managedFields".equals(metadata.getCurrentName())
                && isNamed(metadata.getParent(), "metadata")
                && isNamed(metadata.getParent().getParent(), "object")
                && metadata.getParent().getParent().getParent().inRoot();
    }

    private static boolean isNamed(JsonStreamContext context, String name) {
        return context.inObject() && name.equals(context.getCurrentName());
    }
}
