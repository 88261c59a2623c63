package dev.quorate.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A schema compiled once, whose findings are in our own words. Safe for several threads. */
final class SchemaCheck {
    /** Keywords of our own, such as errorMessage and x-remedy, carry words and check nothing. */
    private static final Dialect DIALECT = Dialect.builder(Dialects.getDraft202012())
            .unknownKeywordFactory((name, node) -> new NonValidationKeyword(name))
            .build();

    private final Schema schema;
    private final SchemaMessages messages;

    SchemaCheck(Schemas schemas) {
        JsonNode statefulApp = schemas.statefulApp();
        this.schema = SchemaRegistry.withDefaultDialect(DIALECT).getSchema(statefulApp);
        this.schema.initializeValidators();
        this.messages = new SchemaMessages(statefulApp, schemas.engines());
    }

    /** What is wrong with a document, each thing once. */
    List<Finding> check(JsonNode document) {
        Map<String, Finding> findings = new LinkedHashMap<>();
        schema.validate(document).stream()
                .map(messages::finding)
                .forEach(finding -> findings.putIfAbsent(finding.pointer() + " " + finding.message(), finding));
        return List.copyOf(findings.values());
    }
}
