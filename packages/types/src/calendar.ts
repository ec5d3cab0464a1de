import { z } from 'zod';

/** The property's slug or id. */
const property = z.string().min(1).max(100);
/** ISO 8601 in UTC; null: never. */
const instant = z.string().nullable();

/** Which of a property's connections; ids are those of `GET …/calendar/status`. */
export const connectionRefSchema = z.object({ property, connection: z.uuid() });
export type ConnectionRef = z.infer<typeof connectionRefSchema>;

export const tokenStatuses = ['healthy', 'expiring', 'expired', 'revoked'] as const;

/** What calendar sync did in the last 24 hours [S8]. */
export const syncFiguresSchema = z.object({
  operations: z.number(),
  failed: z.number(),
  /** From 0 to 1; null where nothing was done. */
  successRate: z.number().nullable(),
});
export type SyncFigures = z.infer<typeof syncFiguresSchema>;

export const calendarStatusSchema = z.object({
  id: z.string(),
  /** The provider's id. */
  calendarId: z.string(),
  name: z.string(),
  timezone: z.string(),
  /** New tours are written here. */
  default: z.boolean(),
  blocksTime: z.boolean(),
  /** Titles and the like are shown of what is in it; else it is only busy. */
  showTitles: z.boolean(),
  writable: z.boolean(),
  lastSyncedAt: instant,
  /** Until when the provider tells us of changes; null: the poll carries sync alone. */
  channelExpiresAt: instant,
  /** Why the last sync failed; null where it did not. */
  error: z.string().nullable(),
});
export type CalendarStatus = z.infer<typeof calendarStatusSchema>;

export const connectionStatusSchema = z.object({
  id: z.string(),
  provider: z.enum(['google', 'microsoft', 'caldav']),
  accountEmail: z.string(),
  state: z.enum(['connected', 'not_connected', 'syncing', 'error']),
  /**
   * `expiring`: refreshing has been failing for less than a day; `expired`: for longer; `revoked`: the grant is
   * dead, and only connecting anew helps.
   */
  tokenStatus: z.enum(tokenStatuses),
  connectedAt: z.string(),
  disconnectedAt: instant,
  lastHealthCheckAt: instant,
  /** Why the account could not be reached; null where it could. */
  error: z.string().nullable(),
  /** What a manager is to do, in words; null: nothing. */
  todo: z.string().nullable(),
  last24Hours: syncFiguresSchema,
  calendars: z.array(calendarStatusSchema),
});
export type ConnectionStatus = z.infer<typeof connectionStatusSchema>;

/** `GET /api/lumaleasing/calendar/status?property=…`. An agent sees their own. */
export const connectionsSchema = z.object({
  success: z.literal(true),
  /** By name; also those without a connection. */
  agents: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      email: z.string().nullable(),
      /** Opened in a browser, it connects a calendar of theirs, or connects one anew. */
      connectUrl: z.string(),
      /** Tours to come at this property that are not in a calendar yet. */
      unwrittenTours: z.number(),
      connections: z.array(connectionStatusSchema),
    }),
  ),
  /** All connections above together. */
  last24Hours: syncFiguresSchema,
});
export type Connections = z.infer<typeof connectionsSchema>;

/** `POST /api/lumaleasing/calendar/disconnect`. */
export const disconnectedSchema = z.object({
  success: z.literal(true),
  /**
   * What becomes of the permission at the provider: `revoking`, in the background; `kept`, since another connection
   * uses the account; `none`: there was none any more.
   */
  grant: z.enum(['revoking', 'kept', 'none']),
  message: z.string(),
});
export type Disconnected = z.infer<typeof disconnectedSchema>;

/** `POST …/calendar/sync`, `…/import-availability` and `…/sync-pending`; a connection narrows it down. */
export const syncRequestSchema = z.object({ property, connection: z.uuid().optional() });
export type SyncRequest = z.infer<typeof syncRequestSchema>;

/** `POST …/calendar/resync`: one calendar, by its id in the status. */
export const resyncRequestSchema = z.object({ property, calendar: z.uuid() });

export const syncedSchema = z.object({
  success: z.literal(true),
  /** How many events had changed. */
  syncedEvents: z.number(),
  /** Calendars that could not be synced; where none could, the answer is a refusal. */
  failures: z.array(z.object({ calendar: z.string(), code: z.string(), message: z.string() })),
});
export type Synced = z.infer<typeof syncedSchema>;

export const enqueuedSchema = z.object({ success: z.literal(true), enqueued: z.number() });
export type Enqueued = z.infer<typeof enqueuedSchema>;

/** A calendar of a connected account, ours or not. */
export const accountCalendarSchema = z.object({
  /** The provider's id. */
  calendarId: z.string(),
  name: z.string(),
  timezone: z.string(),
  primary: z.boolean(),
  writable: z.boolean(),
  /** Synced: it blocks time, receives new tours, or holds tours from when it did. */
  chosen: z.boolean(),
  default: z.boolean(),
  blocksTime: z.boolean(),
  /** Titles and the like are shown of what is in it; else it is only busy. */
  showTitles: z.boolean(),
});
export type AccountCalendar = z.infer<typeof accountCalendarSchema>;

/** `GET /api/lumaleasing/calendar/calendars?property=…&connection=…`. */
export const accountCalendarsSchema = z.object({
  success: z.literal(true),
  calendars: z.array(accountCalendarSchema),
});
export type AccountCalendars = z.infer<typeof accountCalendarsSchema>;

const calendarId = z.string().min(1).max(1024);

/** `PUT …/calendar/calendars`: the whole choice for one account. */
export const chooseCalendarsSchema = connectionRefSchema.extend({
  /** The provider's ids of those that block time. */
  blocking: z.array(calendarId).max(50),
  /** Which receives new tours; absent: as before. Tours written before stay where they are. */
  default: calendarId.optional(),
  /**
   * The provider's ids of those whose titles, places and descriptions are read, and shown to the team; absent: as
   * before, which is none at first. What is marked private there stays unread.
   */
  showTitles: z.array(calendarId).max(50).optional(),
});
export type ChooseCalendars = z.infer<typeof chooseCalendarsSchema>;
