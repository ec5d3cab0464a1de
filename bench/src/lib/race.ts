/** Runs `work` on parallel lanes until the time is over. @returns calls per second. */
export async function throughput(
  lanes: number,
  milliseconds: number,
  work: (turn: number) => Promise<void>,
): Promise<number> {
  let turn = 0;
  const began = performance.now();
  const until = began + milliseconds;
  const lane = async () => {
    while (performance.now() < until) await work(turn++);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return turn / ((performance.now() - began) / 1000);
}

/** Runs `count` pieces of work on parallel lanes. */
export async function onLanes(
  lanes: number,
  count: number,
  work: (turn: number) => Promise<unknown>,
): Promise<void> {
  let turn = 0;
  const lane = async () => {
    while (turn < count) await work(turn++);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
