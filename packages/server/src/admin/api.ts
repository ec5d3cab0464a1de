/** The running server, as `pnpm admin` asks it. */
import type { ErrorBody, Issue } from '@luma-leasing/types/errors';
import { readAdminConfig } from '../config.ts';
import { OperatorError } from '../lib/operator-error.ts';

/** The server refused, in words. */
export class Refused extends OperatorError {
  readonly issues: Issue[];

  constructor(message: string, issues: Issue[] = []) {
    super(message);
    this.issues = issues;
  }
}

type Method = 'GET' | 'PUT' | 'POST' | 'DELETE';

/** @param path each value in it is encoded. @throws Refused */
export async function ask<Answer>(
  method: Method,
  path: (string | undefined)[],
  body?: object,
): Promise<Answer> {
  const { APP_URL, ADMIN_SECRET } = readAdminConfig();
  const address = [APP_URL, 'api/admin', ...path.map((part) => encodeURIComponent(part!))];
  const response = await fetch(address.join('/'), {
    method,
    headers: {
      Authorization: `Bearer ${ADMIN_SECRET}`,
      ...(body && { 'Content-Type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  }).catch(() => {
    throw new Refused(
      `No LumaLeasing server answers at ${APP_URL}. Start it, or set APP_URL to where it is.`,
    );
  });
  const answer = (await response.json().catch(() => undefined)) as
    (ErrorBody | { success: true }) | undefined;
  if (answer?.success === true) return answer as Answer;
  if (!answer?.error)
    throw new Refused(
      `What answers at ${APP_URL} is no LumaLeasing server (HTTP ${response.status}). Look at APP_URL.`,
    );
  const { code, message, issues } = answer.error;
  if (code === 'UNAUTHORIZED' && !message.includes('openssl'))
    throw new Refused(
      `The server at ${APP_URL} has another ADMIN_SECRET. Use the one that it was started with.`,
    );
  throw new Refused(message, issues);
}

export const appUrl = (): string => readAdminConfig().APP_URL;
