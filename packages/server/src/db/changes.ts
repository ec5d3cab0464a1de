import type { Database } from './client.ts';
import type { TenantScope } from './scope.ts';

/**
 * Tells whether a tenant's data may have changed since it was read, on any server. What is kept from the
 * database is kept with the version it was read at, and thrown away when that is no longer the version.
 */
export interface ChangeFeed {
  versionOf(scope: TenantScope): string;
  /** This process has just committed a change: nobody here need wait for the announcement. */
  note(scope: TenantScope): void;
  /** Until it listens, every version is new. */
  start(): Promise<void>;
}

export function createChangeFeed(database: Database): ChangeFeed {
  const counts = new Map<string, number>();
  const count = (tenant: string) => counts.get(tenant) ?? 0;
  const bump = (tenant: string) => void counts.set(tenant, count(tenant) + 1);
  let listening = false;
  // Announcements may have been missed while there was no connection.
  let connections = 0;
  let unheard = 0;
  return {
    versionOf: ({ organizationId, propertyId }) =>
      listening
        ? `${connections}.${count(organizationId)}.${count(propertyId)}`
        : `unheard.${unheard++}`,
    note: ({ organizationId }) => bump(organizationId),
    start: async () => {
      await database.listen('luma_changed', bump, () => connections++);
      listening = true;
    },
  };
}
