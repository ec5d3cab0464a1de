import type { ErrorBody } from '@luma-leasing/types/errors';
import type { Visitor } from './visitor.ts';
import { testSettings } from './world.ts';

type Answer = { status: number } & Partial<ErrorBody> & { [field: string]: unknown };

/** Asks `/api/admin` as the operator does. */
export function operator(world: Pick<Visitor, 'request'>, secret = testSettings.ADMIN_SECRET) {
  return async (method: string, path: string, body?: object): Promise<Answer> => {
    const answer = await world.request(`/api/admin/${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${secret}`,
        ...(body && { 'Content-Type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: answer.status, ...((await answer.json()) as object) };
  };
}

/** A property, as the operator first describes it. */
export const newProperty = {
  organization: 'oak-homes',
  name: 'Oak Place',
  timezone: 'America/Denver',
  address: { street: '1 Oak St', city: 'Denver', region: 'CO', postalCode: '80202', country: 'US' },
  contactName: 'the Oak Place team',
};
