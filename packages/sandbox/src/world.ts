import type { HttpBindings } from '@hono/node-server';
import type { Clock } from './clock.ts';
import type { FaultOrder, StruckRequest } from './faults/fault.ts';
import type { FaultBook } from './faults/fault-book.ts';
import type { Courier } from './pushes/courier.ts';
import type { Quota } from './quota/quota.ts';
import type { RequestLog } from './request-log.ts';
import type { Store } from './state/store.ts';

/** Everything the handlers work with. */
export interface World {
  clock: Clock;
  store: Store;
  faults: FaultBook<FaultOrder, StruckRequest>;
  requests: RequestLog;
  pushes: Courier;
  quota: Quota;
  /** Where the sandbox answers, for links inside payloads; set once it listens. */
  origin: string;
}

/** Hono's environment throughout the sandbox. */
export interface SandboxEnv {
  Bindings: HttpBindings;
  Variables: {
    /** The Google account a request acted for, noted for the request log. */
    account?: string;
    /** Calendars whose free-busy a fault wants to fail, and why. */
    freebusyErrors?: Record<string, string>;
    /** A fault wants a taken id not to be noticed. */
    missDuplicate?: boolean;
    /** A fault wants refresh tokens to be good for one refresh each, as other providers' are. */
    rotateToken?: boolean;
    /** A fault wants pages of so many at most. */
    pageSize?: number;
    /** The id of the fault that was applied. */
    fault?: string;
  };
}
