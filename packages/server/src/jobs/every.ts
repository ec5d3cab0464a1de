import type { Log } from '../lib/log.ts';

/** Work on a timer, for what is due more often than the minute of a cron line. */
export interface Timer {
  /** After what is under way. */
  stop(): Promise<void>;
}

/** Every so many seconds, never twice at once; what fails is tried again the next time. */
export function every(seconds: number, work: () => Promise<unknown>, log: Log): Timer {
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
