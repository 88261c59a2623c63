package dev.quorate.schema;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hours of some days, in UTC: {@code Sat,Sun 01:00-05:00}. Hours that pass midnight belong to the day on which they begin.
 *
 * @param text as written
 * @param until exclusive; midnight is the end of the day
 */
public record Schedule(String text, Set<DayOfWeek> days, LocalTime from, LocalTime until) {

    private static final List<String> NAMES = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
    private static final Pattern FORM = Pattern.compile("(?:(\\S+) )?(\\d\\d:\\d\\d)-(\\d\\d:\\d\\d)");

    public Schedule {
        days = Set.copyOf(days);
    }

    /** @param text of the form that the schema allows */
    public static Schedule parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a schedule: " + text);
        }
        String until = parts.group(3).equals("24:00") ? "00:00" : parts.group(3);
        Set<DayOfWeek> days = parts.group(1) == null ? EnumSet.allOf(DayOfWeek.class) : days(parts.group(1));
        return new Schedule(text, days, LocalTime.parse(parts.group(2)), LocalTime.parse(until));
    }

    public boolean open(Instant at) {
        ZonedDateTime now = at.atZone(ZoneOffset.UTC);
        LocalTime time = now.toLocalTime();
        boolean begun = days.contains(now.getDayOfWeek()) && !time.isBefore(from);
        if (from.isBefore(until)) {
            return begun && time.isBefore(until);
        }
        return begun || (days.contains(now.getDayOfWeek().minus(1)) && time.isBefore(until));
    }

    private static Set<DayOfWeek> days(String text) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String range : text.split(",", -1)) {
            List<String> ends = List.of(range.split("-", -1));
            DayOfWeek day = day(ends.get(0));
            DayOfWeek last = day(ends.get(ends.size() - 1));
            days.add(day);
            while (day != last) {
                day = day.plus(1);
                days.add(day);
            }
        }
        return days;
    }

    private static DayOfWeek day(String name) {
        return DayOfWeek.of(NAMES.indexOf(name) + 1);
    }
}
