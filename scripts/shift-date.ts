/**
 * Moves the `Date` of this process or page by so many milliseconds. Browsers get the text of this function
 * (`addInitScript`), so it uses nothing from outside itself.
 *
 * @returns takes it back.
 */
export function shiftDate(byMs: number): () => void {
  const before = Date;
  const now = () => before.now() + byMs;
  const shifted = new Proxy(before, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as Date,
    apply: () => new before(now()).toString(),
    get: (target, name) => (name === 'now' ? now : (Reflect.get(target, name) as unknown)),
  });
  const become = (one: DateConstructor) => {
    globalThis.Date = one;
    one.prototype.constructor = one;
  };
  become(shifted);
  return () => become(before);
}
