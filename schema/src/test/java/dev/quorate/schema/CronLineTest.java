package dev.quorate.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronLineTest {

    @ParameterizedTest
    @CsvSource({
        "0 3 * * *,              2026-01-31T03:00:00Z, 2026-02-01T03:00:00Z",
        "0 3 * * *,              2026-01-31T02:59:59Z, 2026-01-31T03:00:00Z",
        "*/20 * * * *,           2026-01-31T23:40:00Z, 2026-02-01T00:00:00Z",
        "5/20 * * * *,           2026-01-31T23:05:00Z, 2026-01-31T23:25:00Z",
        "0 0 29 2 *,             2026-01-31T00:00:00Z, 2028-02-29T00:00:00Z",
        "30 1 * * MON-FRI,       2026-01-30T02:00:00Z, 2026-02-02T01:30:00Z",
        "30 1 * jan sun,         2026-02-01T02:00:00Z, 2027-01-03T01:30:00Z",
        "0 12 13 * 5,            2026-01-02T12:00:00Z, 2026-01-09T12:00:00Z",
        "0 12 ? * 5,             2026-01-02T12:00:00Z, 2026-01-09T12:00:00Z",
        "'0 1,13 * * *',         2026-01-02T12:00:00Z, 2026-01-02T13:00:00Z",
        "@weekly,                2026-01-02T12:00:00Z, 2026-01-04T00:00:00Z",
        "@hourly,                2026-01-02T12:00:00Z, 2026-01-02T13:00:00Z",
    })
    void namesTheNextTime(String line, Instant after, Instant next) {
        assertEquals(Optional.of(next), CronLine.parse(line).next(after));
    }

    @Test
    void someTimesNeverCome() {
        assertEquals(Optional.empty(), CronLine.parse("0 0 30 2 *").next(Instant.EPOCH));
    }

    @ParameterizedTest
    @CsvSource({
        "daily,          it has 1 field instead of five",
        "0 3 * *,        it has 4 fields instead of five",
        "0 3 * * * *,    it has 6 fields instead of five",
        "60 3 * * *,     '''60'' is no minute, which goes from 0 to 59'",
        "0 24 * * *,     '''24'' is no hour, which goes from 0 to 23'",
        "0 3 0 * *,      '''0'' is no day of the month, which goes from 1 to 31'",
        "0 3 * foo *,    '''foo'' is no month, which goes from 1 to 12'",
        "0 3 * * 7,      '''7'' is no day of the week, which goes from 0 to 6'",
        "0 5-3 * * *,    '''5-3'' is no hour, which goes from 0 to 23'",
        "*/0 3 * * *,    '''0'' is no minute, which goes from 1 to 59'",
        "1/2/3 3 * * *,  '''1/2/3'' is no minute, which goes from 0 to 59'",
    })
    void saysWhatIsWrong(String line, String why) {
        assertEquals(
                why,
                assertThrows(IllegalArgumentException.class, () -> CronLine.parse(line))
                        .getMessage());
    }
}
