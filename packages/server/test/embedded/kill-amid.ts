import { expect } from 'vitest';
import { eventually } from '../eventually.ts';
import type { Killable } from '../killable.ts';
import type { Fault } from '../sandbox.ts';

/** A request that the sandbox has answered, or tried to. */
interface Answered {
  method: string;
  path: string;
  query: Record<string, string>;
  status: number;
  fault: string | null;
}

/** The requests that one of these faults affected. */
async function struckBy({ sandbox }: Killable, faults: string[]): Promise<Answered[]> {
  const { items } = await sandbox.get<{ items: Answered[] }>('/_control/requests');
  return items.filter((one) => one.fault !== null && faults.includes(one.fault));
}

/**
 * Kills the server while the provider holds back the answers of the faults with `held`. Each fault happens once.
 * @param begin starts the work that sends the requests.
 * @returns a function that releases the held requests, and waits until the provider has done them.
 */
export async function killAmid(
  server: Killable,
  faults: Fault[],
  begin: () => Promise<unknown>,
): Promise<() => Promise<Answered[]>> {
  const { sandbox } = server;
  await sandbox.release();
  const ids: string[] = [];
  for (const fault of faults)
    ids.push(((await sandbox.send('POST', '/_control/faults', fault)) as { id: string }).id);
  await begin();
  await sandbox.struck();
  await server.kill();
  // The server was waiting for the answers of all other requests.
  const quick = faults.filter(({ then }) => !then.held).length;
  expect(await struckBy(server, ids)).toHaveLength(quick);
  return async () => {
    await sandbox.release();
    return eventually(async () => {
      const answered = await struckBy(server, ids);
      expect(answered).toHaveLength(faults.length);
      return answered.slice(quick);
    });
  };
}
