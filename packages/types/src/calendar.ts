import { z } from 'zod';

/** The property's slug or id. */
const property = z.string().min(1).max(100);
/** ISO 8601 in UTC; null: never. */
const instant = z.string().nullable();

/** One of a property's connections; `GET …/calendar/status` lists their ids. */
export const connectionRefSchema = z.object({ property, connection: z.uuid() });
export type ConnectionRef = z.infer<typeof connectionRefSchema>;

export const tokenStatuses = ['healthy', 'expiring', 'expired', 'revoked'] as const;

/** What calendar sync did in the last 24 hours [S8]. */
export const syncFiguresSchema = z.object({
  operations: z.number(),
  failed: z.number(),
  /** From 0 to 1; null if nothing was synced. */
  successRate: z.number().nullable(),
});
export type SyncFigures = z.infer<typeof syncFiguresSchema>;

export const calendarStatusSchema = z.object({
  id: z.string(),
  /** The provider's id. */
  calendarId: z.string(),
  name: z.string(),
  timezone: z.string(),
  /** Whether new tours are written here. */
  default: z.boolean(),
  blocksTime: z.boolean(),
  /** Whether the team sees titles, places and descriptions; otherwise events are only "busy". */
  showTitles: z.boolean(),
  writable: z.boolean(),
  lastSyncedAt: instant,
  /** When the provider stops telling us of changes; null: only the poll finds changes. */
  channelExpiresAt: instant,
  /** Why the last sync failed; null if it succeeded. */
  error: z.string().nullable(),
});
export type CalendarStatus = z.infer<typeof calendarStatusSchema>;

export const connectionStatusSchema = z.object({
  id: z.string(),
  provider: z.enum(['google', 'microsoft', 'caldav']),
  accountEmail: z.string(),
  state: z.enum(['connected', 'not_connected', 'syncing', 'error']),
  /**
   * `expiring`: refreshing has failed for less than a day; `expired`: for longer; `revoked`: the account must be
   * connected again.
   */
  tokenStatus: z.enum(tokenStatuses),
  connectedAt: z.string(),
  disconnectedAt: instant,
  lastHealthCheckAt: instant,
  /** Why the account could not be reached; null if it could. */
  error: z.string().nullable(),
  /** What a manager must do, in words; null: nothing. */
  todo: z.string().nullable(),
  last24Hours: syncFiguresSchema,
  calendars: z.array(calendarStatusSchema),
});
export type ConnectionStatus = z.infer<typeof connectionStatusSchema>;

/** `GET /api/lumaleasing/calendar/status?property=…`. Agents see only themselves. */
export const connectionsSchema = z.object({
  success: z.literal(true),
  /** All agents by name, also without a connection. */
  agents: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      email: z.string().nullable(),
      /** A link that connects a calendar of this agent, for the first time or again. */
      connectUrl: z.string(),
      /** Future tours at this property that are not yet in a calendar. */
      unwrittenTours: z.number(),
      connections: z.array(connectionStatusSchema),
    }),
  ),
  /** Sums over all connections above. */
  last24Hours: syncFiguresSchema,
});
export type Connections = z.infer<typeof connectionsSchema>;

/** `POST /api/lumaleasing/calendar/disconnect`. */
export const disconnectedSchema = z.object({
  success: z.literal(true),
  /**
   * What happens to the permission at the provider. `revoking`: it is given back in the background; `kept`: another
   * connection uses the account; `none`: there was none.
   */
  grant: z.enum(['revoking', 'kept', 'none']),
  message: z.string(),
});
export type Disconnected = z.infer<typeof disconnectedSchema>;

/** `POST …/calendar/sync`, `…/import-availability` and `…/sync-pending`, for one connection or all. */
export const syncRequestSchema = z.object({ property, connection: z.uuid().optional() });
export type SyncRequest = z.infer<typeof syncRequestSchema>;

/** `POST …/calendar/resync`: one calendar, by its id in the status. */
export const resyncRequestSchema = z.object({ property, calendar: z.uuid() });

export const syncedSchema = z.object({
  success: z.literal(true),
  /** Number of changed events. */
  syncedEvents: z.number(),
  /** Calendars that could not be synced. If no calendar could be synced, the request is refused. */
  failures: z.array(z.object({ calendar: z.string(), code: z.string(), message: z.string() })),
});
export type Synced = z.infer<typeof syncedSchema>;

export const enqueuedSchema = z.object({ success: z.literal(true), enqueued: z.number() });
export type Enqueued = z.infer<typeof enqueuedSchema>;

/** A calendar of a connected account, whether we use it or not. */
export const accountCalendarSchema = z.object({
  /** The provider's id. */
  calendarId: z.string(),
  name: z.string(),
  timezone: z.string(),
  primary: z.boolean(),
  writable: z.boolean(),
  /** Whether we sync it: it blocks time, receives new tours, or holds earlier tours. */
  chosen: z.boolean(),
  default: z.boolean(),
  blocksTime: z.boolean(),
  /** Whether the team sees titles, places and descriptions; otherwise events are only "busy". */
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

/** `PUT …/calendar/calendars`: replaces the choices for one account. */
export const chooseCalendarsSchema = connectionRefSchema.extend({
  /** The provider's ids of the calendars that block time. */
  blocking: z.array(calendarId).max(50),
  /** The calendar that receives new tours; absent: unchanged. Earlier tours stay where they are. */
  default: calendarId.optional(),
  /**
   * The provider's ids of the calendars whose titles, places and descriptions the team sees; absent: unchanged. At
   * first there are none. Private events stay hidden.
   */
  showTitles: z.array(calendarId).max(50).optional(),
});
export type ChooseCalendars = z.infer<typeof chooseCalendarsSchema>;
