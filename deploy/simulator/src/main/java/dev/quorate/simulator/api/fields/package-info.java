/** Who owns which field: field sets, structured merge and the managedFields list, as server-side apply needs them. */
package dev.quorate.simulator.api.fields;
