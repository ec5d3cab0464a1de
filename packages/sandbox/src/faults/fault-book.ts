/** The ordered faults. They are not stored, because a demo must not start with faults. */
export interface FaultBook<Order, Subject> {
  order(order: Order): Ordered<Order>;
  list(): Ordered<Order>[];
  /** Takes the first fault for this subject, and counts one use of it. */
  take(subject: Subject): Ordered<Order> | undefined;
  delete(id: string): boolean;
  clear(): void;
  /** Resolves when the fault is gone. */
  deleted(id: string): Promise<void>;
}

export type Ordered<Order> = Order & {
  id: string;
  /** How often it will still happen; null: until deleted. */
  remaining: number | null;
};

/** Faults for the subjects that `isMeant` selects. Each happens `times` times; 0: until deleted. */
export function createFaultBook<Order extends { times: number }, Subject>(
  prefix: string,
  isMeant: (order: Order, subject: Subject) => boolean,
): FaultBook<Order, Subject> {
  let faults: Ordered<Order>[] = [];
  let count = 0;
  const ends = new Map<string, PromiseWithResolvers<void>>();
  const keep = (isKept: (fault: Ordered<Order>) => boolean): void => {
    for (const { id } of faults.filter((fault) => !isKept(fault))) {
      ends.get(id)?.resolve();
      ends.delete(id);
    }
    faults = faults.filter(isKept);
  };
  return {
    order(order) {
      count += 1;
      const remaining = order.times === 0 ? null : order.times;
      const fault = { ...order, id: `${prefix}-${count}`, remaining };
      faults.push(fault);
      ends.set(fault.id, Promise.withResolvers());
      return fault;
    },
    list: () => faults.map((fault) => ({ ...fault })),
    take(subject) {
      const fault = faults.find((one) => one.remaining !== 0 && isMeant(one, subject));
      if (fault !== undefined && fault.remaining !== null) fault.remaining -= 1;
      return fault;
    },
    delete(id) {
      const before = faults.length;
      keep((fault) => fault.id !== id);
      return faults.length < before;
    },
    clear() {
      keep(() => false);
    },
    deleted: async (id) => ends.get(id)?.promise,
  };
}

/** A fault in the words of the control API. */
export function showFault<Order extends { effect: unknown }>(
  fault: Ordered<Order>,
): Record<string, unknown> {
  const { effect, ...rest } = fault;
  return Object.fromEntries([...Object.entries(rest), ['then', effect]]);
}
