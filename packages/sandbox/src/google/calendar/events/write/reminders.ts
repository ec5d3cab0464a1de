import type { calendar_v3 } from '@googleapis/calendar';
import { GoogleError, invalid, required } from '../../../errors.ts';

type Reminders = NonNullable<calendar_v3.Schema$Event['reminders']>;

const MAX_OVERRIDES = 5;
/** Four weeks. */
const MAX_MINUTES = 40_320;

export function readReminders(given: Reminders | null | undefined): Reminders {
  if (!given) return { useDefault: true };
  const overrides = given.overrides ?? [];
  if (given.useDefault && overrides.length > 0) {
    throw new GoogleError({
      code: 400,
      domain: 'calendar',
      reason: 'cannotUseDefaultRemindersAndSpecifyOverride',
      message: 'Cannot specify both default reminders and overrides at the same time.',
    });
  }
  if (overrides.length > MAX_OVERRIDES) throw invalid('Too many reminder overrides.');
  for (const { method, minutes } of overrides) {
    if (!method) throw required('Missing override reminder method.');
    if (minutes === null || minutes === undefined) {
      throw required('Missing override reminder minutes.');
    }
    if (method !== 'email' && method !== 'popup')
      throw invalid('Invalid override reminder method.');
    if (!Number.isInteger(minutes) || minutes < 0 || minutes > MAX_MINUTES) {
      throw invalid('Invalid override reminder minutes.');
    }
  }
  return { useDefault: given.useDefault ?? false, ...(overrides.length > 0 && { overrides }) };
}
