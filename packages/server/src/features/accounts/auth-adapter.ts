import type { BetterAuthOptions } from 'better-auth/types';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import type { Db, Tx } from '../../db/client.ts';
import { asAuth } from '../../db/scope.ts';
import { accounts, sessions, users, verifications } from '../../db/tables/accounts.ts';

const schema = { user: users, session: sessions, account: accounts, verification: verifications };

/**
 * The adapter by which better-auth uses the database. Every call runs in a transaction with the role `luma_auth`:
 * Drizzle's own adapter would run as the server's database user.
 */
export const authAdapter = (db: Db) => (options: BetterAuthOptions) => {
  const within = (tx: Db | Tx) =>
    drizzleAdapter(tx, { provider: 'pg', schema, transaction: false })(options);
  type Adapter = ReturnType<typeof within>;
  const transaction: Adapter['transaction'] = (work) => asAuth(db, (tx) => work(within(tx)));
  return new Proxy(within(db), {
    get: (adapter, name, receiver) => {
      if (name === 'transaction') return transaction;
      const member: unknown = Reflect.get(adapter, name, receiver);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]) =>
        asAuth(db, async (tx) => {
          const method = Reflect.get(within(tx), name) as (...args: unknown[]) => Promise<unknown>;
          return method(...args);
        });
    },
  });
};
