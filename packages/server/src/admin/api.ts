/** The client by which `pnpm admin` calls the running server. */
import type { ErrorBody, Issue } from '@luma-leasing/types/errors';
import { readAdminConfig } from '../config.ts';
import { OperatorError } from '../lib/operator-error.ts';

/** The server refused a request, with words for the operator. */
export class RefusedByServer extends OperatorError {
  readonly issues: Issue[];

  constructor(message: string, issues: Issue[] = []) {
    super(message);
    this.issues = issues;
  }
}

type Method = 'GET' | 'PUT' | 'POST' | 'DELETE';

/** The server answers or refuses within this time: it waits for its database for a minute at most. */
const deadlineSeconds = 90;

type Path = (string | undefined)[];
type Query = Record<string, string>;

/** Sends one request to `/api/admin`. @param path its parts; each one is URL-encoded. @throws Refused */
export async function callAdminApi<Answer>(
  method: Method,
  path: Path,
  body?: object,
  query: Query = {},
): Promise<Answer> {
  const { APP_URL, ADMIN_SECRET } = readAdminConfig();
  const under = ['api/admin', ...path.map((part) => encodeURIComponent(part!))].join('/');
  const answer = await send(APP_URL, `${under}?${new URLSearchParams(query).toString()}`, {
    method,
    headers: {
      Authorization: `Bearer ${ADMIN_SECRET}`,
      ...(body && { 'Content-Type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (answer.success) return answer as Answer;
  const { code, message, issues } = answer.error;
  if (code === 'UNAUTHORIZED')
    throw new RefusedByServer(
      `The server at ${APP_URL} has another ADMIN_SECRET. Use the one that it was started with.`,
    );
  throw new RefusedByServer(message, issues);
}

async function send(
  server: string,
  path: string,
  request: RequestInit,
): Promise<ErrorBody | { success: true }> {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), deadlineSeconds * 1000);
  try {
    const response = await fetch(`${server}/${path}`, { ...request, signal: deadline.signal });
    const text = await response.text();
    const answer = parsed(text) as ErrorBody | { success: true } | undefined;
    if (answer?.success === true || (answer?.success === false && answer.error)) return answer;
    throw new RefusedByServer(
      `What answers at ${server} is no LumaLeasing server (HTTP ${response.status}). Look at APP_URL.`,
    );
  } catch (error) {
    if (error instanceof RefusedByServer) throw error;
    throw new RefusedByServer(
      deadline.signal.aborted
        ? `The server at ${server} did not answer within ${deadlineSeconds} seconds. Whether it did what was asked is not known: the same command may be run again.`
        : `No LumaLeasing server answers at ${server}. Start it, or set APP_URL to where it is.`,
    );
  } finally {
    clearTimeout(timer);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** All items of a list that comes in pages. @param by the query parameter that gets the previous page's `next`. */
export async function fetchAllItems<Item>(
  path: Path,
  query: Query = {},
  by = 'after',
): Promise<Item[]> {
  const items: Item[] = [];
  let from = query;
  for (;;) {
    const part = await callAdminApi<{ items: Item[]; next?: string | null }>(
      'GET',
      path,
      undefined,
      from,
    );
    items.push(...part.items);
    if (part.next === undefined || part.next === null) return items;
    from = { ...query, [by]: part.next };
  }
}
