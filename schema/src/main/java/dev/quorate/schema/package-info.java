/**
 * The file formats that live in Git: what people write ({@code StatefulApp}) and what the controller writes back.
 *
 * <p>Pure: bytes in, values or problems out.
 *
 * <p>Uses: nothing; Libraries: com.fasterxml.jackson, com.networknt
 */
package dev.quorate.schema;
