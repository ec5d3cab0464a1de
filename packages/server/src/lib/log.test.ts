import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { createLog } from './log.ts';

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  const stream = new PassThrough();
  write(createLog('debug', stream));
  return String(stream.read());
}

it('hides the fields of secrets and people', () => {
  const line = logged((log) =>
    log.info(
      { email: 'ana@x.org', tour: { phone: '+1312', firstName: 'Ana' }, token: 'abc' },
      'hi',
    ),
  );
  expect(JSON.parse(line)).toMatchObject({
    level: 30,
    email: '[hidden]',
    tour: { phone: '[hidden]', firstName: '[hidden]' },
    token: '[hidden]',
    msg: 'hi',
  });
});

it('keeps the parts of an error that help to find its cause, but no people', () => {
  const cause = Object.assign(new Error('550 <ana@example.org>: unknown; postgres://u:pw@db/x'), {
    code: 'EENVELOPE',
    headers: { authorization: 'Bearer secret' },
  });
  const error = new Error('Failed query: insert into leads values ($1)\nparams: Ana,+13125550199', {
    cause,
  });
  const line = logged((log) => log.error({ err: error }, 'broken'));
  const { err } = JSON.parse(line) as { err: Record<string, unknown> };
  expect(err).toMatchObject({
    name: 'Error',
    message: 'Failed query: insert into leads values ($1)',
    cause: { reason: 'EENVELOPE', message: '550 <[hidden]>: unknown; postgres://u:[hidden]' },
  });
  expect(err['stack']).toMatch(/^\s+at .*log\.test\.ts/);
  expect(line).not.toMatch(/ana@|Ana|3125550199|secret|pw@/);
});
