package dev.quorate.simulator.api.schema;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The fields of one protobuf message, one after the other. Each must be read before the next is asked for, or is skipped. */
final class ProtobufReader {

    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED_32 = 5;

    private final byte[] all;
    private final int end;
    private int at;
    private int number;
    private int wire;
    private boolean pending;

    ProtobufReader(byte[] all, int start, int end) {
        this.all = all;
        this.at = start;
        this.end = end;
    }

    boolean next() {
        if (pending) {
            skip();
        }
        if (at >= end) {
            return false;
        }
        long tag = take();
        number = (int) (tag >>> 3);
        wire = (int) (tag & 7);
        pending = true;
        return true;
    }

    int number() {
        return number;
    }

    long varint() {
        expect(VARINT);
        return take();
    }

    String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    byte[] bytes() {
        ProtobufReader content = message();
        return Arrays.copyOfRange(all, content.at, content.end);
    }

    ProtobufReader message() {
        expect(BYTES);
        int length = (int) take();
        if (length < 0 || length > end - at) {
            throw new IllegalArgumentException("a field is longer than its message");
        }
        at += length;
        return new ProtobufReader(all, at - length, at);
    }

    private void expect(int form) {
        if (wire != form || !pending) {
            throw new IllegalArgumentException("field " + number + " has another form");
        }
        pending = false;
    }

    private void skip() {
        switch (wire) {
            case VARINT -> varint();
            case BYTES -> message();
            case FIXED_64 -> at += 8;
            case FIXED_32 -> at += 4;
            default -> throw new IllegalArgumentException("field " + number + " has an unknown form");
        }
        pending = false;
    }

    private long take() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte each = all[at++];
            value |= (long) (each & 0x7f) << shift;
            if (each >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number is too long");
    }
}
