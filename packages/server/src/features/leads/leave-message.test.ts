import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MessageLeft } from '@luma-leasing/types/lead';
import type { ErrorBody } from '@luma-leasing/types/errors';
import { createWorld, type World } from '../../../test/world.ts';
import { asTenant } from '../../db/scope.ts';
import { leadConsents } from '../../db/tables/consents.ts';
import { leadMessages, leads } from '../../db/tables/leads.ts';
import { messages } from '../../db/tables/messages.ts';
import { attemptMessage } from '../notifications/attempt-message.ts';

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

/** The mail to the team about a message. */
async function mailed(leadMessageId: string) {
  const [row] = await asTenant(world.ctx.db, world.scope, (tx) =>
    tx
      .select()
      .from(messages)
      .where(sql`${messages.details}->>'leadMessageId' = ${leadMessageId}`),
  );
  await attemptMessage(world.unit, row!.id);
  return world.mails.at(-1)!;
}

describe('leaving a message [L1, W9]', () => {
  it('stores a question with the person who asked it', async () => {
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

  it('stores a request to be called back, without a text', async () => {
    const { message } = await leave({ kind: 'callback', phone: '(312) 555-0160' });
    const { lead, ...kept } = await stored(message.id);
    expect([kept.message.kind, kept.message.body]).toEqual(['callback', null]);
    expect(lead).toMatchObject({ phone: '+13125550160', email: null });
  });

  it('does not change a known person, and stores what was typed with the message', async () => {
    const email = 'known@example.org';
    const known = { firstName: 'Nora', lastName: 'Known', phone: '312 555 0162' };
    const question = { kind: 'question', message: 'Cats?', email };
    const first = await leave({ ...question, ...known, locale: 'de' });
    const before = await stored(first.message.id);
    await world.pass(60_000);
    const claim = { firstName: 'Mallory', lastName: 'Mallet', phone: '+1 900 555 0100' };
    const second = await leave({ ...question, ...claim, locale: 'en', privacyConsent: true });
    const after = await stored(second.message.id);
    expect(after.lead).toEqual(before.lead);
    expect(after.message).toMatchObject({ ...claim, email, phone: '+19005550100', locale: 'en' });
    expect(after.consents).toMatchObject([{ kind: 'privacy', messageId: second.message.id }]);
    const mail = await mailed(second.message.id);
    expect(mail.subject).toBe('Maple Court: a question from Mallory Mallet');
    expect(mail.text).toContain(`Phone: +19005550100\nEmail: ${email}`);
  });

  it('is mailed with what was typed, or with the lead’s data if an older server stored no claim', async () => {
    const typed = { firstName: 'Olga', email: 'olga@example.org', phone: '312 555 0164 x5' };
    const { message } = await leave({ kind: 'callback', ...typed });
    await asTenant(world.ctx.db, world.scope, (tx) =>
      tx
        .update(leadMessages)
        .set({ firstName: null, email: null, phone: null })
        .where(eq(leadMessages.id, message.id)),
    );
    const mail = await mailed(message.id);
    expect(mail.subject).toBe('Maple Court: please call Olga back');
    expect(mail.text).toContain('Phone: +13125550164 ext. 5\nEmail: olga@example.org');
  });

  it('does not fill in a known person from a later message, which anybody may have written', async () => {
    const question = { kind: 'question', message: 'Dogs?', email: 'blank@example.org' };
    const first = await leave(question);
    const second = await leave({ ...question, firstName: 'Mallory', phone: '312 555 0163' });
    const { lead } = await stored(second.message.id);
    expect(lead.id).toBe((await stored(first.message.id)).lead.id);
    expect(lead).toMatchObject({ firstName: null, phone: null });
  });

  it('does not merge people who share a phone', async () => {
    const phone = '312-555-0161';
    const leadOf = async (input: Record<string, unknown>) =>
      (await stored((await leave({ kind: 'callback', ...input })).message.id)).lead;
    const ann = await leadOf({ phone, email: 'ann@example.org', firstName: 'Ann' });
    const alone = await leadOf({ phone, firstName: 'Somebody' });
    const bob = await leadOf({ phone, email: 'bob@example.org', firstName: 'Bob' });
    expect(new Set([ann.id, alone.id, bob.id]).size).toBe(3);
    expect(alone.email).toBeNull();
    // Two people of whom only the phone is known are not merged either.
    const other = await leadOf({ phone: '+1 (312) 555 0161', firstName: 'Other' });
    expect([other.id === alone.id, other.firstName]).toEqual([false, 'Other']);
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

  it('creates one lead for many simultaneous requests', async () => {
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

  it('removes characters that the database refuses', async () => {
    const kept = await leave({ kind: 'question', message: 'a\u0000b', email: 'a@example.org' });
    expect(kept.status).toBe(201);
    const refused = await leave({ kind: 'question', message: '\u0000', email: 'a@example.org' });
    expect([refused.status, refused.error.code]).toEqual([422, 'INVALID_REQUEST']);
    const half = { kind: 'question', message: 'a\ud800b', firstName: 'A\udc00B' };
    const { message } = await leave({ ...half, email: 'half@example.org' });
    expect((await stored(message.id)).message).toMatchObject({ body: 'ab', firstName: 'AB' });
  });
});
