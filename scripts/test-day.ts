// Preloaded into every Node process of a run that `test-days.ts` starts: its clock goes on from the chosen day.
import { shiftDate } from './shift-date.ts';

shiftDate(Number(process.env['TEST_CLOCK_SHIFT']));

const instant = () => Temporal.Instant.fromEpochMilliseconds(Date.now());
const zoned = (zone: Temporal.TimeZoneLike = Temporal.Now.timeZoneId()) =>
  instant().toZonedDateTimeISO(zone);
Object.assign(Temporal.Now, {
  instant,
  zonedDateTimeISO: zoned,
  plainDateTimeISO: (zone?: Temporal.TimeZoneLike) => zoned(zone).toPlainDateTime(),
  plainDateISO: (zone?: Temporal.TimeZoneLike) => zoned(zone).toPlainDate(),
  plainTimeISO: (zone?: Temporal.TimeZoneLike) => zoned(zone).toPlainTime(),
} satisfies Partial<typeof Temporal.Now>);
