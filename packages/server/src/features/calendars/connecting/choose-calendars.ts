import type { AccountCalendar, ChooseCalendars } from '@luma-leasing/types/calendar';
import { and, eq, isNull } from 'drizzle-orm';
import type { Tx } from '../../../db/client.ts';
import {
  agentCalendars,
  calendarConnections,
  type OpenChannel,
} from '../../../db/tables/calendars.ts';
import { enqueue } from '../../../jobs/enqueue.ts';
import { AppError } from '../../../lib/errors.ts';
import { noteChange, type OpenUnit, transact, type UnitOfWork } from '../../../unit-of-work.ts';
import { giveUpCalendars, listCalendars, readAccountForPerson } from './account-calendars.ts';
import { openChannelJob, syncCalendarJob } from '../job-contracts.ts';
import { lockDefault } from '../receiving-calendar.ts';
import { deleteUnusedCalendars } from './delete-unused-calendars.ts';
import { enqueueWriteAgentTours } from '../enqueue-write-agent-tours.ts';
import { CalendarError, type CalendarInfo } from '../provider.ts';
import type { Connection } from '../connections/connection-state.ts';
import { stopChannelsAtProvider } from '../grants/release-account.ts';
import { switchTitles } from './switch-titles.ts';
import { withSession } from '../grants/with-session.ts';

type Choice = Pick<ChooseCalendars, 'blocking' | 'default' | 'showTitles'>;

/**
 * Sets which calendars of an account block time, which one receives the agent's new tours [C3], and which ones show
 * titles [S6]. Tours that are written already stay in their calendar, unless it is lost.
 * @throws AppError NOT_FOUND (the account has no such calendar), CALENDAR_NOT_WRITABLE, CALENDAR_*
 */
export async function chooseCalendars(
  unit: UnitOfWork,
  connection: Connection,
  choice: Choice,
): Promise<AccountCalendar[]> {
  const { listed, lost } = await readAccountForPerson(unit, connection);
  check(listed, choice);
  const channels = await transact(unit, async (unit) => {
    const { tx } = unit;
    await requireConnected(tx, connection);
    await lockDefault(tx, connection.profileId);
    await store(unit, connection, listed, choice);
    await giveUpCalendars(unit, connection, lost);
    if (choice.default !== undefined) await enqueueWriteAgentTours(unit, connection.profileId);
    return deleteUnusedCalendars(unit, connection.id);
  });
  noteChange(unit, connection.profileId);
  await deleteChannels(unit, connection, channels);
  return listCalendars(unit, connection, listed);
}

function check(
  there: CalendarInfo[],
  { blocking, default: preferred, showTitles = [] }: Choice,
): void {
  const known = new Map(there.map((calendar) => [calendar.calendarId, calendar]));
  for (const id of [...blocking, ...showTitles, ...(preferred === undefined ? [] : [preferred])])
    if (!known.has(id)) throw new AppError('NOT_FOUND', 'The account has no such calendar.');
  const receiver = preferred === undefined ? undefined : known.get(preferred);
  if (receiver && !receiver.writable)
    throw new AppError(
      'CALENDAR_NOT_WRITABLE',
      `“${receiver.summary}” can only be read with this account, so it cannot receive tours. Choose one that may be changed.`,
    );
}

// Locks the connection to the end of the transaction, so that disconnecting comes before or after. The lock does not
// block foreign key checks: a sync that has locked a calendar refers to the connection.
async function requireConnected(tx: Tx, { id, accountEmail }: Connection): Promise<void> {
  const { disconnectedAt } = calendarConnections;
  const [held] = await tx
    .select({ id: calendarConnections.id })
    .from(calendarConnections)
    .where(and(eq(calendarConnections.id, id), isNull(disconnectedAt)))
    .for('no key update');
  if (!held)
    throw new AppError('CALENDAR_NOT_CONNECTED', `${accountEmail} is not connected any more.`);
}

async function store(
  unit: OpenUnit,
  { id: connectionId, profileId }: Connection,
  listed: CalendarInfo[],
  { blocking, default: preferred, showTitles }: Choice,
): Promise<void> {
  const { tx, scope } = unit;
  const { organizationId, propertyId } = scope;
  const table = agentCalendars;
  const ours = await tx.select().from(table).where(eq(table.connectionId, connectionId));
  // An agent has one default calendar in all accounts together.
  if (preferred !== undefined)
    await tx
      .update(table)
      .set({ isDefault: false })
      .where(and(eq(table.profileId, profileId), table.isDefault));
  for (const { calendarId, summary, timezone, primary: isPrimary, writable } of listed) {
    const known = ours.find((one) => one.calendarId === calendarId);
    const blocksTime = blocking.includes(calendarId);
    const isDefault = calendarId === preferred;
    const its = { summary, timezone, isPrimary, writable, blocksTime };
    const chosen = { ...its, ...(isDefault ? { isDefault } : {}) };
    const shown = showTitles?.includes(calendarId);
    if (known) {
      await tx.update(table).set(chosen).where(eq(table.id, known.id));
      if (shown !== undefined && shown !== known.showTitles)
        await switchTitles(unit, known.id, shown);
    } else if (blocksTime || isDefault) {
      const place = { organizationId, profileId, connectionId, calendarId };
      const values = { ...place, ...chosen, showTitles: shown ?? false };
      const [added] = await tx.insert(table).values(values).returning({ id: table.id });
      const payload = { organizationId, propertyId, agentCalendarId: added!.id };
      await enqueue(unit, syncCalendarJob, payload);
      await enqueue(unit, openChannelJob, payload);
    }
  }
  // Calendars that the account no longer lists.
  for (const { id, calendarId } of ours)
    if (!listed.some((one) => one.calendarId === calendarId))
      await tx.update(table).set({ blocksTime: false }).where(eq(table.id, id));
}

/** Stops channels whose rows are deleted. A channel that cannot be stopped ends by itself; its pushes are refused. */
export async function deleteChannels(
  unit: UnitOfWork,
  { id: connectionId, provider }: Connection,
  channels: OpenChannel[],
): Promise<void> {
  const { ctx } = unit;
  if (channels.length === 0) return;
  try {
    await withSession(unit, { connectionId, provider }, (session) =>
      stopChannelsAtProvider(session, channels),
    );
  } catch (err) {
    if (!(err instanceof CalendarError)) throw err;
    ctx.log.info({ err, connectionId }, 'channels could not be stopped');
  }
}
