import type { Log } from '../lib/log.ts';

/** A timer for work that is due more often than every minute, which a cron line cannot say. */
export interface Timer {
  /** Stops the timer, and waits for running work. */
  stop(): Promise<void>;
}

/** Does the work every so many seconds, but never twice at once. Failed work is done again the next time. */
export function startTimer(seconds: number, work: () => Promise<unknown>, log: Log): Timer {
  let running: Promise<unknown> | undefined;
  const tick = () => {
    running ??= work()
      .catch((err: unknown) => log.error({ err }, 'timed work failed'))
      .finally(() => (running = undefined));
  };
  const timer = setInterval(tick, seconds * 1000);
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
