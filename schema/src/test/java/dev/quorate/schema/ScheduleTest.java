package dev.quorate.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {

    /** The first of January 2026 is a Thursday. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "01:00-05:00 | 2026-01-01T00:59:59Z | false",
                "01:00-05:00 | 2026-01-01T01:00:00Z | true",
                "01:00-05:00 | 2026-01-01T04:59:59Z | true",
                "01:00-05:00 | 2026-01-01T05:00:00Z | false",
                "Thu 01:00-05:00 | 2026-01-01T02:00:00Z | true",
                "Fri,Sat 01:00-05:00 | 2026-01-01T02:00:00Z | false",
                "Sat,Tue-Thu 01:00-05:00 | 2026-01-01T02:00:00Z | true",
                "Sat-Mon 01:00-05:00 | 2026-01-04T02:00:00Z | true",
                "Sat-Mon 01:00-05:00 | 2026-01-06T02:00:00Z | false",
                "Thu 22:00-04:00 | 2026-01-01T23:00:00Z | true",
                "Thu 22:00-04:00 | 2026-01-02T03:59:00Z | true",
                "Thu 22:00-04:00 | 2026-01-02T04:00:00Z | false",
                "Thu 22:00-04:00 | 2026-01-01T03:00:00Z | false",
                "Thu 22:00-04:00 | 2026-01-02T22:30:00Z | false",
                "Thu 20:00-24:00 | 2026-01-01T23:59:59Z | true",
                "Thu 20:00-24:00 | 2026-01-02T00:00:00Z | false",
                "00:00-24:00 | 2026-01-02T12:00:00Z | true"
            })
    void isOpenInTheHoursOfItsDays(String schedule, Instant at, boolean open) {
        assertEquals(open, Schedule.parse(schedule).open(at));
    }
}
