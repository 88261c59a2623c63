package dev.quorate.engine.redis;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.engine.MemberAction.ChangePassword;
import dev.quorate.engine.Reach;
import dev.quorate.engine.Reach.NoReply;
import dev.quorate.engine.Reach.Values;
import dev.quorate.schema.AppName;
import dev.quorate.state.Passwords;
import dev.quorate.state.Passwords.Next;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Compares what clients are told with what members read and show, and says what of it is to change: by facts, and never by value.
 *
 * @param clients the Secret that clients read, and people write
 * @param members the one that members read
 */
record PasswordView(Values clients, Values members) {

    private static final Pattern USABLE = Pattern.compile("[A-Za-z0-9._~+/=@%:-]{1,512}");

    static PasswordView read(Reach reach, AppName app) throws NoReply {
        return new PasswordView(
                reach.secret(app.namespace(), RedisPods.secretName(app)),
                reach.secret(app.namespace(), RedisPods.keyringName(app)));
    }

    Keyring keyring() {
        return Keyring.of(members);
    }

    private Optional<String> told() {
        return clients.value(RedisPods.PASSWORD);
    }

    private Optional<String> announced() {
        return clients.value(Keyring.NEXT);
    }

    /** @param shown by pod the hashes of what it takes, in their order */
    Passwords facts(Map<String, List<String>> shown) {
        Keyring keyring = keyring();
        List<String> hashes =
                keyring.passwords().stream().map(PasswordView::hash).toList();
        return new Passwords(
                members.version(),
                clients.madeUp(),
                keyring.generation(),
                next(keyring),
                former(keyring).isEmpty()
                        ? Optional.empty()
                        : Optional.of(keyring.since().orElse(Instant.EPOCH)),
                shown.entrySet().stream()
                        .filter(each -> !each.getValue().equals(hashes))
                        .map(Map.Entry::getKey)
                        .sorted()
                        .toList(),
                fault(keyring));
    }

    private Next next(Keyring keyring) {
        String password = told().orElse("");
        if (!keyring.takes(password)) {
            return Next.TAKE;
        }
        if (!keyring.uses(password)) {
            return Next.USE;
        }
        if (keyring.madeUp().isPresent()) {
            return !keyring.takes(keyring.madeUp().get())
                    ? Next.TAKE_MADE_UP
                    : clients.madeUp() ? Next.TELL : Next.NOTHING;
        }
        return announced().filter(next -> !keyring.takes(next)).isPresent() ? Next.TAKE_ANNOUNCED : Next.NOTHING;
    }

    private Optional<String> fault(Keyring keyring) {
        if (keyring.passwords().isEmpty()) {
            return Optional.of("Secret " + members + " has no key " + Keyring.PASSWORDS
                    + ", which members read at their start: put it back.");
        }
        if (told().isEmpty()) {
            return Optional.of("Secret " + clients + " has no key " + RedisPods.PASSWORD
                    + " any more. Members keep the one they have; put one there, and they will come to use that.");
        }
        return Stream.concat(told().stream(), announced().stream())
                .filter(password ->
                        !keyring.takes(password) && !USABLE.matcher(password).matches())
                .findFirst()
                .map(unusable -> "Members keep the password they have: the one that is asked for in Secret " + clients
                        + " must be of letters, digits and . _ ~ + / = @ % : -");
    }

    /** Those that only clients of before may still have. */
    private List<String> former(Keyring keyring) {
        return keyring.passwords().stream()
                .skip(1)
                .filter(password -> !told().equals(Optional.of(password))
                        && !announced().equals(Optional.of(password))
                        && !keyring.madeUp().equals(Optional.of(password)))
                .toList();
    }

    /** Whether this is still what is to be done; what was read may be newer than what it was decided on. */
    boolean allows(ChangePassword change) {
        Next next = next(keyring());
        return members.version().equals(change.version())
                && switch (change.turn()) {
                    case MAKE_UP, FORGET -> next == Next.NOTHING;
                    case TAKE -> next == Next.TAKE || next == Next.TAKE_ANNOUNCED || next == Next.TAKE_MADE_UP;
                    case TELL -> next == Next.TELL;
                    case USE -> next == Next.USE;
                };
    }

    void make(ChangePassword change, Reach reach) throws NoReply {
        Keyring keyring = keyring();
        switch (change.turn()) {
            case MAKE_UP -> reach.keep(members, keyring.of(change.generation()).values(), Set.of(Keyring.NEXT));
            case TAKE -> reach.keep(members, keyring.taking(wanted(keyring)).values(), Set.of());
            case TELL -> reach.keep(clients, telling(keyring), Set.of());
            case USE ->
                reach.keep(
                        members,
                        keyring.using(told().orElseThrow(), change.at()).values(),
                        Set.of());
            case FORGET ->
                reach.keep(members, keyring.forgetting(former(keyring)).values(), Set.of());
        }
    }

    private String wanted(Keyring keyring) {
        return Stream.of(told(), keyring.madeUp(), announced())
                .flatMap(Optional::stream)
                .filter(password -> !keyring.takes(password))
                .findFirst()
                .orElseThrow();
    }

    private Map<String, String> telling(Keyring keyring) {
        Map<String, String> values = new HashMap<>(clients.values());
        values.put(RedisPods.PASSWORD, keyring.madeUp().orElseThrow());
        return values;
    }

    /** The hashes among names and values in turn. */
    static List<String> taken(JsonNode user) {
        List<String> hashes = new ArrayList<>();
        for (int at = 0; at + 1 < user.size(); at += 2) {
            if (user.get(at).asText().equals("passwords")) {
                user.get(at + 1).forEach(hash -> hashes.add(hash.asText()));
            }
        }
        return hashes;
    }

    /** As Redis shows what it takes. */
    private static String hash(String password) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(password.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
