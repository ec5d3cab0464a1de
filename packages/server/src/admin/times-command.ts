/** The command for times by hand. */
import type { AdminProperty, Change, Times } from '@luma-leasing/types/admin';
import { emailSchema } from '@luma-leasing/types/text';
import { dateText, parseDate } from '../lib/iso.ts';
import { localTime } from '../lib/local-time.ts';
import { OperatorError } from '../lib/operator-error.ts';
import { callAdminApi, fetchAllItems } from './api.ts';
import type { Command } from './command.ts';
import { readDate, readTime } from './hours-text.ts';
import { formatTable } from './table.ts';

/** The word for the front desk, whose times have no particular agent. */
const frontDesk = 'front-desk';

export const timesCommand: Command = {
  takes: ['PROPERTY', '[DATE]', '[TIME…]'],
  does:
    'lists the times by hand, all or those of a date; or replaces the times of a date, "none" removes them. ' +
    'DATE may be today or tomorrow. Times by hand are offered while no calendar is connected.',
  options: {
    agent: {
      value: 'EMAIL',
      does: `the agent, required if several show the property; ${frontDesk} for nobody in particular`,
      field: 'agent',
      read: readAgent,
    },
  },
  run: async ({ words: [property = '', day, ...typed], body }) => {
    const date = day === undefined ? undefined : await dateOf(property, day);
    if (date !== undefined && typed.length > 0) return put(property, date, typed, body);
    const { agent } = body as { agent?: string | null };
    const path = ['properties', property, 'times'];
    const all =
      date === undefined
        ? await fetchAllItems<Times>(path, {}, 'from')
        : (
            await callAdminApi<{ items: Times[] }>('GET', path, undefined, {
              from: date,
              days: '1',
            })
          ).items;
    const items = all.filter(
      (one) =>
        // For a past date the server's answer begins with today.
        (date === undefined || one.date === date) && (agent === undefined || one.agent === agent),
    );
    const rows = items.map((one) => [one.date, one.agent ?? frontDesk, one.times.join(' ')]);
    const none = [
      'There are none',
      ...(date === undefined ? [] : [`on ${date}`]),
      ...(agent === undefined ? [] : [`of ${agent ?? frontDesk}`]),
    ].join(' ');
    return { data: items, text: formatTable(['DATE', 'AGENT', 'TIMES'], rows, `${none}.`) };
  },
};

async function put(property: string, date: string, typed: string[], body: object) {
  const isNone = typed.includes('none');
  if (isNone && typed.length > 1)
    throw new OperatorError('"none" stands alone: it takes all times of the date away.');
  const wanted = { ...body, times: isNone ? [] : typed.map(readTime) };
  const path = ['properties', property, 'times', date];
  const data = await callAdminApi<{ change: Change }>('PUT', path, wanted);
  return { data, text: `${data.change}: times of ${property} on ${date}` };
}

/** Reads a date. `today` and `tomorrow` are those of the property's zone. @throws OperatorError */
async function dateOf(slug: string, day: string): Promise<string> {
  if (day !== 'today' && day !== 'tomorrow') return readDate(day);
  const { property } = await callAdminApi<{ property: AdminProperty }>('GET', ['properties', slug]);
  const today = localTime(property.timezone, Date.now()).date;
  return day === 'today' ? today : dateText(parseDate(today) + 1);
}

/** Reads an agent's address. Null, as for the server, is the front desk. @throws OperatorError */
function readAgent(typed: string): string | null {
  if (typed === frontDesk) return null;
  const { data: email } = emailSchema.safeParse(typed);
  if (email === undefined)
    throw new OperatorError(`"${typed}" is no email address, and not ${frontDesk}.`);
  return email;
}
