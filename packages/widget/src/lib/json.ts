/**
 * JSON text of plain data. `JSON.stringify` alone would ask it for `toJSON`, which old libraries (Prototype.js) put on all
 * arrays of a page, with another result.
 */
export const jsonOf = (value: unknown): string =>
  JSON.stringify(value, function (this: Record<string, unknown>, key) {
    return this[key];
  });
