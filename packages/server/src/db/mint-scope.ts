/**
 * The only source of scopes. Whoever lets somebody act for a tenant may import this: the guards in `features/accounts`
 * and the job runner, which has the tenant from a job's payload. `pnpm check` refuses everybody else.
 */
import { noProperty, type TenantScope } from './scope.ts';

export const mintScope = (ids: { organizationId: string; propertyId: string }): TenantScope =>
  ids as TenantScope;

/** What the whole organisation shares, and no property's own rows. */
export const mintOrganization = (organizationId: string): TenantScope =>
  mintScope({ organizationId, propertyId: noProperty });
