import type { Role } from '@luma-leasing/types/member';
import { createMember } from './create-member.ts';
import type { Visitor } from './visitor.ts';
import type { World } from './world.ts';

export const password = 'a password of the tests';
/** Headers that browsers send by themselves. */
export const ownPage = { 'Content-Type': 'application/json', Origin: 'http://localhost:3000' };

export interface SignIn {
  email: string;
  password: string;
}

export const trySignIn = (
  world: Pick<Visitor, 'request'>,
  input: Partial<SignIn>,
  headers: Record<string, string> = {},
) =>
  world.request('/api/auth/sign-in/email', {
    method: 'POST',
    headers: { ...ownPage, ...headers },
    body: JSON.stringify({ password, ...input }),
  });

/** The cookies that a browser would send back. */
export const cookieOf = (answer: Response): string =>
  answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');

/** A person in their browser. */
export interface Browser {
  email: string;
  cookie: string;
  get(path: string): Promise<Response>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  send(method: string, path: string, body?: unknown): Promise<Response>;
  put(path: string, body: unknown): Promise<Response>;
}

let people = 0;

/** Creates a member and signs them in. */
export async function signIn(
  world: World,
  input: { role: Role; property?: string; email?: string },
): Promise<Browser> {
  const { role, property = 'maple-court', email = `member-${++people}@example.com` } = input;
  await createMember(world.ctx, { role, property, email, password });
  return browserOf(world, email, cookieOf(await trySignIn(world, { email })));
}

export function browserOf(world: Pick<Visitor, 'request'>, email: string, cookie: string): Browser {
  const send = (method: string, path: string, body?: unknown, headers = {}) =>
    world.request(path, {
      method,
      headers: { ...ownPage, cookie, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return {
    send,
    email,
    cookie,
    get: (path) => world.request(path, { headers: { cookie } }),
    post: (path, body = {}, headers = {}) => send('POST', path, body, headers),
    put: (path, body) => send('PUT', path, body),
  };
}
