import type { Connections, ConnectionStatus } from '@luma-leasing/types/calendar';
import type { ErrorBody } from '@luma-leasing/types/errors';
import type { Browser } from './members.ts';

const api = '/api/lumaleasing/calendar';

type Answer<T> = T & { status: number } & Pick<ErrorBody, 'error'>;

/** Sends a request to the API of connections, and returns the answer with its status. */
export async function ask<T>(
  browser: Pick<Browser, 'get' | 'post' | 'put'>,
  method: 'get' | 'post' | 'put',
  path: string,
  body: Record<string, unknown> = {},
): Promise<Answer<T>> {
  const asked = { property: 'maple-court', ...body };
  const answer =
    method === 'get'
      ? await browser.get(
          `${api}/${path}?${new URLSearchParams(asked as Record<string, string>).toString()}`,
        )
      : await browser[method](`${api}/${path}`, asked);
  return { ...((await answer.json()) as T & Pick<ErrorBody, 'error'>), status: answer.status };
}

export const statusOf = (browser: Browser) => ask<Connections>(browser, 'get', 'status');

/** All connections that a member sees, oldest first. */
export async function seenConnections(browser: Browser): Promise<ConnectionStatus[]> {
  return (await statusOf(browser)).agents.flatMap((agent) => agent.connections);
}
