import { readEventInput } from './event-input.ts';
import type { EventInput, EventPatch } from './event-input.ts';

/**
 * Applies a patch by Google's rules: objects merge field by field, null removes a field, and a list replaces the list.
 */
export function mergePatch(current: EventInput, patch: EventPatch): EventInput {
  return withoutNulls(merge(writable(current), patch)) as EventInput;
}

/** A body for a new event or a PUT; nulls are removed. */
export function withoutNullFields(patch: EventPatch): EventInput {
  return withoutNulls(patch) as EventInput;
}

/** The fields that a client could have written; all others are built again with each write. */
function writable(event: EventInput): EventPatch {
  return readEventInput(event);
}

function merge(current: unknown, patch: unknown): unknown {
  if (!isObject(patch) || !isObject(current)) return patch;
  const merged: Record<string, unknown> = { ...current };
  for (const [key, value] of Object.entries(patch)) merged[key] = merge(current[key], value);
  return merged;
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== null && inner !== undefined)
      .map(([key, inner]) => [key, withoutNulls(inner)]),
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
