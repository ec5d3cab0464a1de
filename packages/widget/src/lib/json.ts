/**
 * JSON text of plain data. `JSON.stringify` would ask it for `toJSON`, which old libraries (Prototype.js) put on all arrays
 * of a page, with another result.
 */
export function jsonOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  if (Array.isArray(value)) return `[${value.map((item) => jsonOf(item)).join()}]`;
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${jsonOf(field)}`).join()}}`;
}
