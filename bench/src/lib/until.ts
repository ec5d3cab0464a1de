/** Checks a condition a hundred times a second until it holds. */
export async function until(check: () => Promise<boolean>, seconds = 120): Promise<void> {
  const end = Date.now() + seconds * 1_000;
  while (!(await check())) {
    if (Date.now() > end) throw new Error('This takes too long');
    const { promise, resolve } = Promise.withResolvers<void>();
    setTimeout(resolve, 10);
    await promise;
  }
}
