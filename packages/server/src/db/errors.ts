/** SQLSTATE (or the driver's own code) of a database error, however deep it was wrapped. */
export function codeOf(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause)
    if ('code' in at && typeof at.code === 'string') return at.code;
  return undefined;
}

export const exclusionViolation = '23P01';
const deadlock = '40P01';

/** Runs it again when the database chose it as a deadlock's victim: nothing of it has happened. */
export async function retryDeadlock<T>(run: () => Promise<T>, tries = 3): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (tries <= 1 || codeOf(error) !== deadlock) throw error;
    return retryDeadlock(run, tries - 1);
  }
}
