/**
 * The only source of scopes. Only guards (`features/accounts`) and the job runner, whose payloads name the tenant,
 * may import it; `pnpm check` refuses all other imports.
 */
import { noProperty, type TenantScope } from './scope.ts';

export const mintScope = (ids: { organizationId: string; propertyId: string }): TenantScope =>
  ids as TenantScope;

/** A scope for what the whole organization shares. It sees no property's own rows. */
export const mintOrganization = (organizationId: string): TenantScope =>
  mintScope({ organizationId, propertyId: noProperty });
