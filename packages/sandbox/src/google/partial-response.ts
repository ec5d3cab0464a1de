import { createMiddleware } from 'hono/factory';
import type { SandboxEnv } from '../world.ts';
import { invalid } from './errors.ts';

/** The fields to keep; an empty mask keeps all. */
export interface FieldMask {
  [field: string]: FieldMask;
}

/** `?fields=`: returns only the requested fields, as every Google API does. */
export const partialResponse = createMiddleware<SandboxEnv>(async (c, next) => {
  const fields = c.req.query('fields');
  const mask = fields === undefined ? undefined : parseFieldMask(fields);
  await next();
  const isJson = c.res.headers.get('content-type')?.includes('json') ?? false;
  if (mask === undefined || c.res.status !== 200 || !isJson) return;
  const body: unknown = await c.res.json();
  const { headers } = c.res;
  c.res = Response.json(applyFieldMask(body, mask), { headers });
});

/** Reads `items(id,start/dateTime),nextPageToken`. */
export function parseFieldMask(text: string): FieldMask {
  const tokens = text.match(/[\w-]+|[*(),/]/g) ?? [];
  if (tokens.join('') !== text.replaceAll(/\s/g, '')) throw invalidMask(text);
  const mask = readList(tokens, text);
  if (tokens.length > 0) throw invalidMask(text);
  return mask;
}

export function applyFieldMask(value: unknown, mask: FieldMask): unknown {
  if (Array.isArray(value)) return value.map((item) => applyFieldMask(item, mask));
  if (value === null || typeof value !== 'object' || Object.keys(mask).length === 0) return value;
  const kept = Object.entries(value)
    .map(([key, inner]) => [key, inner, mask[key] ?? mask['*']] as const)
    .filter(([, , below]) => below !== undefined)
    .map(([key, inner, below]) => [key, applyFieldMask(inner, below ?? {})]);
  return Object.fromEntries(kept);
}

function readList(tokens: string[], text: string): FieldMask {
  const mask: FieldMask = {};
  do {
    const name = tokens.shift();
    if (name === undefined || /^[(),/]$/.test(name)) throw invalidMask(text);
    mask[name] = readBelow(tokens, text);
  } while (tokens[0] === ',' && tokens.shift());
  return mask;
}

function readBelow(tokens: string[], text: string): FieldMask {
  if (tokens[0] === '/') {
    tokens.shift();
    const name = tokens.shift();
    if (name === undefined || /^[(),/]$/.test(name)) throw invalidMask(text);
    return { [name]: readBelow(tokens, text) };
  }
  if (tokens[0] !== '(') return {};
  tokens.shift();
  const inner = readList(tokens, text);
  if (tokens.shift() !== ')') throw invalidMask(text);
  return inner;
}

function invalidMask(text: string) {
  return invalid(`Invalid field selection ${text}`, 'fields');
}
