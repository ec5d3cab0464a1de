/** The faults on order. They are not kept over a restart: a demo must not start broken. */
export interface FaultBook<Order, Subject> {
  order(order: Order): Ordered<Order>;
  list(): Ordered<Order>[];
  /** The first fault meant for this subject, one strike spent. */
  take(subject: Subject): Ordered<Order> | undefined;
  delete(id: string): boolean;
  clear(): void;
  /** Once that fault is no more. */
  deleted(id: string): Promise<void>;
}

export type Ordered<Order> = Order & {
  id: string;
  /** Strikes left; null when it strikes until deleted. */
  remaining: number | null;
};

/** A book of faults that strike what `isMeant` says, `times` times; 0 means until deleted. */
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

/** A fault as the control surface shows it: the wire's own names again. */
export function showFault<Order extends { effect: unknown }>(
  fault: Ordered<Order>,
): Record<string, unknown> {
  const { effect, ...rest } = fault;
  return Object.fromEntries([...Object.entries(rest), ['then', effect]]);
}
