import { strikes } from './fault.ts';
import type { Fault, FaultOrder } from './fault.ts';

/** The faults on order. They are not kept over a restart: a demo must not start broken. */
export interface FaultBook {
  order(order: FaultOrder): Fault;
  list(): Fault[];
  /** The first fault meant for this request, one strike spent. */
  take(method: string, path: string): Fault | undefined;
  delete(id: string): boolean;
  clear(): void;
}

export function createFaultBook(): FaultBook {
  let faults: Fault[] = [];
  let count = 0;
  return {
    order(order) {
      count += 1;
      const fault: Fault = {
        ...order,
        id: `fault-${count}`,
        remaining: order.times === 0 ? null : order.times,
      };
      faults.push(fault);
      return fault;
    },
    list: () => faults.map((fault) => ({ ...fault })),
    take(method, path) {
      const fault = faults.find((candidate) => strikes(candidate, method, path));
      if (fault !== undefined && fault.remaining !== null) fault.remaining -= 1;
      return fault;
    },
    delete(id) {
      const before = faults.length;
      faults = faults.filter((fault) => fault.id !== id);
      return faults.length < before;
    },
    clear() {
      faults = [];
    },
  };
}
