package dev.quorate.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** One document of a YAML file: its tree, where things stand, and what YAML itself makes doubtful. */
record YamlDocument(JsonNode tree, Positions positions, List<Finding> findings) {}
