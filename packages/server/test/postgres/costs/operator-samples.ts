/** The same of the routes that the operator's programs ask, and of the page that their reset links lead to. */
import { createResetLink } from '../../../src/features/accounts/reset/create-reset-link.ts';
import { operatorForAccount } from '../../../src/features/accounts/unit-of-operator.ts';
import { connectLinkPath, pathOf } from '../../consent.ts';
import { newProperty } from '../../operator.ts';
import { agentAccount } from '../../sandbox.ts';
import { testSettings, type World } from '../../world.ts';

const admin = '/api/admin';
const property = `${admin}/properties/{property}`;
const ofMaple = `${admin}/properties/maple-court`;
const member = 'newcomer@example.com';

export function operatorSamples(world: World) {
  const ask = (method: string, path: string, body?: object) =>
    world.request(path, {
      method,
      headers: {
        Authorization: `Bearer ${testSettings.ADMIN_SECRET}`,
        ...(body && { 'Content-Type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
  const get = (path: string) => [ask('GET', path)];
  const put = (path: string, body: object) => [ask('PUT', path, body)];
  const resetPath = async () =>
    pathOf(await createResetLink(await operatorForAccount(world.ctx, member), member));
  const requests: Record<string, () => Promise<Response>[]> = {
    [`GET ${admin}/organizations`]: () => get(`${admin}/organizations`),
    [`PUT ${admin}/organizations/{organization}`]: () =>
      put(`${admin}/organizations/oak-homes`, { name: 'Oak Homes' }),
    [`GET ${admin}/properties`]: () => get(`${admin}/properties`),
    [`GET ${property}`]: () => get(ofMaple),
    [`PUT ${property}`]: () => [
      ...put(ofMaple, { contactEmail: 'team@example.com', settings: { dailyCap: 9 } }),
      ...put(`${admin}/properties/oak-place`, newProperty),
    ],
    [`GET ${property}/agents`]: () => get(`${ofMaple}/agents`),
    [`PUT ${property}/agents/{email}`]: () => [
      ...put(`${ofMaple}/agents/${agentAccount}`, { dailyCap: 5 }),
      ...put(`${ofMaple}/agents/new-agent@example.com`, { name: 'New Agent' }),
    ],
    [`DELETE ${property}/agents/{email}`]: () => [
      ask('DELETE', `${ofMaple}/agents/new-agent@example.com`),
    ],
    [`POST ${property}/agents/{email}/connect-link`]: () => [
      ask('POST', connectLinkPath(agentAccount)),
    ],
    [`GET ${property}/times`]: () => get(`${ofMaple}/times`),
    [`PUT ${property}/times/{date}`]: () =>
      put(`${ofMaple}/times/2026-02-27`, { agent: agentAccount, times: ['10:00'] }),
    [`GET ${property}/keys`]: () => get(`${ofMaple}/keys`),
    [`PUT ${property}/keys/{name}`]: () =>
      put(`${ofMaple}/keys/shop`, { allowedOrigins: ['https://shop.example'] }),
    [`POST ${property}/keys/{name}/rotate`]: () => [ask('POST', `${ofMaple}/keys/shop/rotate`)],
    [`DELETE ${property}/keys/{name}/{key}`]: () => [
      world.database
        .asSuperuser(`select key from api_keys where name = 'shop' limit 1`)
        .then(([row]) => ask('DELETE', `${ofMaple}/keys/shop/${String(row!['key'])}`)),
    ],
    [`PUT ${admin}/members/{email}`]: () =>
      put(`${admin}/members/${member}`, { organization: 'oak-homes', role: 'owner' }),
    [`GET ${admin}/organizations/{organization}/members`]: () =>
      get(`${admin}/organizations/oak-homes/members`),
    [`POST ${admin}/members/{email}/reset-link`]: () => [
      ask('POST', `${admin}/members/${member}/reset-link`),
    ],
    'GET /reset-password/{token}': () => [resetPath().then((path) => world.request(path))],
    'POST /reset-password/{token}': () => [
      resetPath().then((path) =>
        world.request(path, {
          method: 'POST',
          body: new URLSearchParams({ password: 'a new password', again: 'a new password' }),
        }),
      ),
    ],
    [`DELETE ${admin}/members/{email}`]: () => [ask('DELETE', `${admin}/members/${member}`)],
  };
  return requests;
}
