import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MessageLeft } from '@luma-leasing/types/lead';
import type { ErrorBody } from '@luma-leasing/types/errors';
import { createWorld, type World } from '../../../test/world.ts';
import { asTenant } from '../../db/scope.ts';
import { leadConsents, leadMessages, leads } from '../../db/tables/leads.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ jobs: false });
});
afterAll(() => world.stop());

const leave = async (input: Record<string, unknown>, headers = {}) => {
  const answer = await world.post('/api/lumaleasing/leads', input, headers);
  const body = (await answer.json()) as MessageLeft & Pick<ErrorBody, 'error'>;
  return { status: answer.status, ...body };
};

const stored = (id: string) =>
  asTenant(world.ctx.db, world.scope, async (tx) => {
    const [row] = await tx
      .select()
      .from(leadMessages)
      .innerJoin(leads, eq(leads.id, leadMessages.leadId))
      .where(eq(leadMessages.id, id));
    const consents = await tx
      .select()
      .from(leadConsents)
      .where(eq(leadConsents.leadId, row!.leads.id));
    return { message: row!.lead_messages, lead: row!.leads, consents };
  });

describe('leaving a message [L1, W9]', () => {
  it('keeps a question with the person who asked it', async () => {
    const { status, message } = await leave({
      kind: 'question',
      message: 'Is there a pool? 🏊',
      firstName: 'Ana',
      email: 'Ana@Example.org',
      privacyConsent: true,
      page: 'https://maple.example/',
    });
    expect(status).toBe(201);
    const { lead, consents, ...kept } = await stored(message.id);
    expect(kept.message).toMatchObject({ kind: 'question', body: 'Is there a pool? 🏊' });
    expect(lead).toMatchObject({ email: 'ana@example.org', firstName: 'Ana', phone: null });
    expect(consents).toMatchObject([{ kind: 'privacy', granted: true }]);
  });

  it('keeps a wish to be called back without a word', async () => {
    const { message } = await leave({ kind: 'callback', phone: '(312) 555-0160' });
    const { lead, ...kept } = await stored(message.id);
    expect([kept.message.kind, kept.message.body]).toEqual(['callback', null]);
    expect(lead).toMatchObject({ phone: '+13125550160', email: null });
  });

  it('finds the person again and learns what is new', async () => {
    const first = await leave({ kind: 'callback', phone: '312-555-0161' });
    const second = await leave({
      kind: 'question',
      message: 'And parking?',
      phone: '+13125550161',
      email: 'lea@example.org',
    });
    const [before, after] = [await stored(first.message.id), await stored(second.message.id)];
    expect(after.lead.id).toBe(before.lead.id);
    expect(after.lead.email).toBe('lea@example.org');
  });

  it('is done once under one key', async () => {
    const key = { 'Idempotency-Key': 'asked-once-only' };
    const input = { kind: 'question', message: 'Cats?', email: 'cats@example.org' };
    const [first, again] = [await leave(input, key), await leave(input, key)];
    expect(again).toEqual(first);
    expect((await leave({ ...input, message: 'Dogs?' }, key)).error.code).toBe(
      'IDEMPOTENCY_KEY_REUSED',
    );
  });

  it('makes one lead of many requests at once', async () => {
    const email = 'many@example.org';
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        leave({ kind: 'question', message: `Number ${index}`, email }),
      ),
    );
    expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 201));
    const found = await asTenant(world.ctx.db, world.scope, (tx) =>
      tx.select().from(leads).where(eq(leads.email, email)),
    );
    expect(found).toHaveLength(1);
  });

  it.each([
    ['email', { kind: 'question', message: 'Hi' }],
    ['email', { kind: 'question', message: 'Hi', email: 'no' }],
    ['message', { kind: 'question', email: 'a@example.org' }],
    ['message', { kind: 'question', message: '  ', email: 'a@example.org' }],
    ['message', { kind: 'question', message: 'x'.repeat(4_001), email: 'a@example.org' }],
    ['phone', { kind: 'callback', phone: '12' }],
    ['kind', { kind: 'spam', email: 'a@example.org' }],
  ])('needs a right %s', async (path, input) => {
    const { status, error } = await leave(input);
    expect([status, error.code]).toEqual([422, 'INVALID_REQUEST']);
    expect(error.issues?.map((issue) => issue.path)).toEqual([path]);
  });

  it('strips what no database can keep', async () => {
    const kept = await leave({ kind: 'question', message: 'a\u0000b', email: 'a@example.org' });
    expect(kept.status).toBe(201);
    const refused = await leave({ kind: 'question', message: '\u0000', email: 'a@example.org' });
    expect([refused.status, refused.error.code]).toEqual([422, 'INVALID_REQUEST']);
  });
});
