import { sql, type SQL, type SQLWrapper } from 'drizzle-orm';
import type { JobContract } from './contract.ts';

/**
 * True while work of one of these kinds waits, or is being done, whose payload says `value` under `field`.
 * A condition for a query of the system's; its own function because only this folder knows how jobs are kept.
 */
export const isOutstanding = (
  contracts: readonly Pick<JobContract<object>, 'queue'>[],
  field: string,
  value: SQLWrapper,
): SQL => sql`exists (select 1 from pgboss.job_common as job
  where job.name in ${contracts.map(({ queue }) => queue)} and job.state < 'completed'
    and job.data ->> ${field} = ${value}::text)`;
