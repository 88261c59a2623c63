package dev.quorate.schema;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Times in UTC as a CronJob has them: minute, hour, day of the month, month, day of the week. When both kinds of days are
 * limited, either will do, as everywhere with cron.
 *
 * @param days of the month
 * @param weekdays Sunday is 0
 * @param anyDay the line does not limit one of the two kinds of days, so both must fit
 */
public record CronLine(BitSet minutes, BitSet hours, BitSet days, BitSet months, BitSet weekdays, boolean anyDay) {

    private static final Map<String, String> SHORT = Map.of(
            "@hourly", "0 * * * *",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@weekly", "0 0 * * 0",
            "@monthly", "0 0 1 * *",
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *");
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final List<String> WEEKDAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");

    /** Long enough for the 29th of February to come, also over a year such as 2100. */
    private static final int YEARS = 9;

    /** @throws IllegalArgumentException if this is no such line; its message says why */
    public static CronLine parse(String text) {
        String line = SHORT.getOrDefault(text.strip(), text.strip());
        String[] fields = line.split("\\s+", -1);
        if (fields.length != 5) {
            throw new IllegalArgumentException(
                    "it has " + fields.length + (fields.length == 1 ? " field" : " fields") + " instead of five");
        }
        return new CronLine(
                field("minute", fields[0], 0, 59, List.of()),
                field("hour", fields[1], 0, 23, List.of()),
                field("day of the month", fields[2], 1, 31, List.of()),
                field("month", fields[3], 1, 12, MONTHS),
                field("day of the week", fields[4], 0, 6, WEEKDAYS),
                any(fields[2]) || any(fields[4]));
    }

    private static boolean any(String field) {
        return field.equals("*") || field.equals("?");
    }

    private static BitSet field(String what, String text, int first, int last, List<String> names) {
        BitSet values = new BitSet();
        for (String part : text.split(",", -1)) {
            String[] stepped = part.split("/", -1);
            if (stepped.length > 2) {
                throw wrong(what, part, first, last);
            }
            String[] ends = any(stepped[0]) ? new String[] {"" + first, "" + last} : stepped[0].split("-", -1);
            int from = number(what, ends[0], first, last, names);
            int until =
                    ends.length == 2 ? number(what, ends[1], first, last, names) : stepped.length == 2 ? last : from;
            int step = stepped.length == 2 ? number(what, stepped[1], 1, last, List.of()) : 1;
            if (ends.length > 2 || from > until) {
                throw wrong(what, part, first, last);
            }
            for (int value = from; value <= until; value += step) {
                values.set(value);
            }
        }
        return values;
    }

    private static int number(String what, String text, int first, int last, List<String> names) {
        int named = names.indexOf(text.toLowerCase(Locale.ROOT));
        if (named >= 0) {
            return first + named;
        }
        if (!text.matches("[0-9]{1,2}") || Integer.parseInt(text) < first || Integer.parseInt(text) > last) {
            throw wrong(what, text, first, last);
        }
        return Integer.parseInt(text);
    }

    private static IllegalArgumentException wrong(String what, String text, int first, int last) {
        return new IllegalArgumentException(
                "'" + text + "' is no " + what + ", which goes from " + first + " to " + last);
    }

    /** The first time after another; empty if there is none, as on the 30th of February. */
    public Optional<Instant> next(Instant after) {
        ZonedDateTime start =
                after.atZone(ZoneOffset.UTC).withSecond(0).withNano(0).plusMinutes(1);
        LocalDate day = start.toLocalDate();
        LocalDate end = day.plusYears(YEARS);
        int from = start.getHour() * 60 + start.getMinute();
        while (day.isBefore(end)) {
            int minute = on(day) ? minute(from) : -1;
            if (minute >= 0) {
                return Optional.of(day.atTime(minute / 60, minute % 60).toInstant(ZoneOffset.UTC));
            }
            day = day.plusDays(1);
            from = 0;
        }
        return Optional.empty();
    }

    private boolean on(LocalDate day) {
        boolean ofMonth = days.get(day.getDayOfMonth());
        boolean ofWeek = weekdays.get(day.getDayOfWeek().getValue() % 7);
        return months.get(day.getMonthValue()) && (anyDay ? ofMonth && ofWeek : ofMonth || ofWeek);
    }

    private int minute(int from) {
        for (int minute = from; minute < 24 * 60; minute++) {
            if (hours.get(minute / 60) && minutes.get(minute % 60)) {
                return minute;
            }
        }
        return -1;
    }
}
