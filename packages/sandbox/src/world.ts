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
  /** The sandbox's address, for links in answers; set when it listens. */
  origin: string;
}

/** Hono's environment in the whole sandbox. */
export interface SandboxEnv {
  Bindings: HttpBindings;
  Variables: {
    /** The Google account of the request, for the request log. */
    account?: string;
    /** A fault: these calendars fail in a free-busy answer, with this reason. */
    freebusyErrors?: Record<string, string>;
    /** A fault: a taken id is not noticed. */
    missDuplicate?: boolean;
    /** A fault: a refresh token works once, as at other providers. */
    rotateToken?: boolean;
    /** A fault: pages have at most this many items. */
    pageSize?: number;
    /** The id of the fault that was applied. */
    fault?: string;
  };
}
