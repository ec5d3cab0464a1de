import { z } from 'zod';
import { badRequest, invalid, timeRangeEmpty } from '../../../errors.ts';
import { isZone, parseBound } from '../../times.ts';

/** The validated parameters of `events.list`. */
export interface ListQuery {
  timeMin: number | undefined;
  timeMax: number | undefined;
  updatedMin: number | undefined;
  singleEvents: boolean;
  showDeleted: boolean;
  orderBy: 'startTime' | 'updated' | undefined;
  q: string | undefined;
  iCalUID: string | undefined;
  /** All must match. */
  privateProperties: ReadonlyArray<readonly [key: string, value: string]>;
  sharedProperties: ReadonlyArray<readonly [key: string, value: string]>;
  maxResults: number;
  pageToken: string | undefined;
  syncToken: string | undefined;
  timeZone: string | undefined;
}

const DEFAULT_PAGE = 250;
const MAX_PAGE = 2500;

export function readListQuery(query: URLSearchParams): ListQuery {
  if (query.has('syncToken')) refuseWithSyncToken(query);
  const param = (name: string) => query.get(name) ?? undefined;
  const orderBy = param('orderBy');
  if (orderBy !== undefined && orderBy !== 'startTime' && orderBy !== 'updated') {
    throw invalid(`Invalid value for: ${orderBy} is not a valid value`, 'orderBy');
  }
  const read: ListQuery = {
    timeMin: parseBound(param('timeMin')),
    timeMax: parseBound(param('timeMax')),
    updatedMin: parseBound(param('updatedMin')),
    singleEvents: readFlag(query, 'singleEvents'),
    showDeleted: readFlag(query, 'showDeleted'),
    orderBy,
    q: param('q'),
    iCalUID: param('iCalUID'),
    privateProperties: query.getAll('privateExtendedProperty').map(readProperty),
    sharedProperties: query.getAll('sharedExtendedProperty').map(readProperty),
    maxResults: readPageSize(param('maxResults'), DEFAULT_PAGE, MAX_PAGE),
    pageToken: param('pageToken'),
    syncToken: param('syncToken'),
    timeZone: param('timeZone'),
  };
  if (read.timeMin !== undefined && read.timeMax !== undefined && read.timeMax <= read.timeMin) {
    throw timeRangeEmpty();
  }
  if (read.orderBy === 'startTime' && !read.singleEvents) {
    throw badRequest('The requested ordering is not available for the particular query.');
  }
  if (read.timeZone !== undefined && !isZone(read.timeZone)) {
    throw invalid('Invalid time zone.', 'timeZone');
  }
  return read;
}

const NOT_WITH_SYNC_TOKEN = [
  'iCalUID',
  'orderBy',
  'privateExtendedProperty',
  'q',
  'sharedExtendedProperty',
  'timeMin',
  'timeMax',
  'updatedMin',
];

/** A sync token contains the query of the first listing; it allows no other parameters. */
function refuseWithSyncToken(query: URLSearchParams): void {
  const restricts = NOT_WITH_SYNC_TOKEN.some((name) => query.has(name));
  // An incremental sync always includes deletions.
  if (restricts || query.get('showDeleted') === 'false') {
    throw badRequest('Sync token cannot be used with other request restrictions.');
  }
}

/** Whether the listing shows the calendar itself, so that it can get a sync token. */
export function isSyncable(query: ListQuery): boolean {
  return (
    query.orderBy === undefined &&
    query.q === undefined &&
    query.iCalUID === undefined &&
    query.updatedMin === undefined &&
    query.privateProperties.length === 0 &&
    query.sharedProperties.length === 0
  );
}

/** A page size. Google silently reduces one that is too large. */
export function readPageSize(text: string | undefined, usual: number, most: number): number {
  if (text === undefined) return usual;
  const parsed = z.coerce.number().int().min(1).safeParse(text);
  if (!parsed.success) throw invalid(`Invalid value for: ${text}`, 'maxResults');
  return Math.min(parsed.data, most);
}

export function readFlag(query: URLSearchParams, name: string): boolean {
  const text = query.get(name);
  if (text !== null && text !== 'true' && text !== 'false') {
    throw invalid(`Invalid boolean value: '${text}'.`, name);
  }
  return text === 'true';
}

function readProperty(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at < 1)
    throw invalid('Invalid value for: privateExtendedProperty', 'privateExtendedProperty');
  return [text.slice(0, at), text.slice(at + 1)];
}
