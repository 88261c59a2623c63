package dev.quorate.simulator.api;

import dev.quorate.simulator.api.fields.FieldManager;
import dev.quorate.simulator.api.schema.Definitions;
import dev.quorate.simulator.store.FieldOwnership;

/** What all objects are made of; shared by a server and the store behind it. */
public final class Types {

    private final Resources resources;
    private final FieldManager fields;

    private Types(Resources resources) {
        this.resources = resources;
        this.fields = new FieldManager(resources::schema);
    }

    /** Fresh: the custom kinds of one cluster are not those of another. */
    public static Types create() {
        return new Types(new Resources(Definitions.shared()));
    }

    /** For the store, so that writes past the API have owners too. */
    public FieldOwnership ownership() {
        return fields;
    }

    Resources resources() {
        return resources;
    }

    FieldManager fields() {
        return fields;
    }
}
