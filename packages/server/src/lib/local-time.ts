import { dateText, DAY_MS, MINUTE_MS, MINUTE_TEXT } from './iso.ts';
import { zoneOf } from './zone.ts';

/** The date (`YYYY-MM-DD`) and time (`HH:MM`) on the clocks of a zone at an instant (epoch ms). */
export function localTime(timezone: string, ms: number): { date: string; time: string } {
  const zone = zoneOf(timezone);
  const day = zone.dayAt(ms);
  const minute = Math.floor((ms + zone.offsetAt(ms) - day * DAY_MS) / MINUTE_MS);
  return { date: dateText(day), time: MINUTE_TEXT[minute] ?? '' };
}
