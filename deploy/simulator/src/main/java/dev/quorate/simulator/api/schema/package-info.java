/** What the fields of a kind are: types, list keys and merge strategies, from OpenAPI documents and from CRDs. */
package dev.quorate.simulator.api.schema;
