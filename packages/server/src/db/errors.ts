/** The SQLSTATE (or the driver's own code) of a database error, also when other errors wrap it. */
export function codeOf(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause)
    if ('code' in at && typeof at.code === 'string') return at.code;
  return undefined;
}

export const exclusionViolation = '23P01';
const deadlock = '40P01';

/** Runs the work again after a deadlock: Postgres has undone all that its victim did. */
export async function retryDeadlock<T>(run: () => Promise<T>, tries = 3): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (tries <= 1 || codeOf(error) !== deadlock) throw error;
    return retryDeadlock(run, tries - 1);
  }
}
