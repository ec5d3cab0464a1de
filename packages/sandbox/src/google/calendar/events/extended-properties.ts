import type { calendar_v3 } from '@googleapis/calendar';

type ExtendedProperties = NonNullable<calendar_v3.Schema$Event['extendedProperties']>;

const MAX_KEY = 44;
const MAX_VALUE = 1024;

/** Google silently drops keys that are too long, and cuts values that are too long. */
export function readExtendedProperties(
  given: ExtendedProperties | null | undefined,
): ExtendedProperties | undefined {
  if (!given) return undefined;
  return {
    ...(given.private && { private: trim(given.private) }),
    ...(given.shared && { shared: trim(given.shared) }),
  };
}

function trim(properties: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([key]) => key.length <= MAX_KEY)
      .map(([key, value]) => [key, value.slice(0, MAX_VALUE)]),
  );
}
