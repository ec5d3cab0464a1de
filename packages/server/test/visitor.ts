import type { Availability } from '@luma-leasing/types/availability';
import type { ErrorBody } from '@luma-leasing/types/errors';
import type { Booking } from '@luma-leasing/types/tour';

/** Free times, or a refusal. */
export type Answered = Omit<Availability, 'success'> & {
  status: number;
  error: ErrorBody['error'];
};

export interface Booked {
  status: number;
  booking: Booking;
  error: ErrorBody['error'];
  headers: Headers;
}

/** Requests from the property's page, each from another address. */
export interface Visitor {
  request(path: string, init?: RequestInit): Promise<Response>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  availability(query?: string, headers?: Record<string, string>): Promise<Answered>;
  book(input: Record<string, unknown>, headers?: Record<string, string>): Promise<Booked>;
}

export const prospect = {
  firstName: 'Ana',
  lastName: 'Díaz',
  email: 'ana@example.org',
  phone: '(312) 555-0199',
};

/** @param send sends a request to a server in this process, or in another. */
export function visitor(
  send: (path: string, init: RequestInit) => Response | Promise<Response>,
): Visitor {
  let visitors = 0;
  const request: Visitor['request'] = async (path, init = {}) =>
    send(path, {
      ...init,
      headers: {
        'X-API-Key': 'pk_live',
        'X-Forwarded-For': `visitor-${++visitors}`,
        ...(init.headers as Record<string, string>),
      },
    });
  const post: Visitor['post'] = (path, body, headers = {}) =>
    request(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  return {
    request,
    post,
    availability: async (query = '', headers = {}) => {
      const path = `/api/lumaleasing/tours/availability${query}`;
      const answer = await request(path, { headers });
      return { status: answer.status, ...((await answer.json()) as Omit<Answered, 'status'>) };
    },
    book: async (input, headers = {}) => {
      const answer = await post('/api/lumaleasing/tours', { ...prospect, ...input }, headers);
      const body = (await answer.json()) as Pick<Booked, 'booking' | 'error'>;
      return { status: answer.status, headers: answer.headers, ...body };
    },
  };
}
