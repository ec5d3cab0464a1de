import type { LeaveMessage } from '@luma-leasing/types/lead';
import { eq } from 'drizzle-orm';
import { leadConsents } from '../../db/tables/consents.ts';
import { leadMessages } from '../../db/tables/leads.ts';
import { lumaleasingConfig, properties } from '../../db/tables/properties.ts';
import { newId } from '../../lib/ids.ts';
import { normalPhone } from '../../lib/person.ts';
import { transact, type UnitOfWork } from '../../unit-of-work.ts';
import { notifyTeamOfMessage } from './notify-team.ts';
import { identityLocks, upsertLead } from './upsert-lead.ts';

/**
 * Stores a question, or a request to be called back, with the person who left it.
 * @returns the message's id.
 * @throws AppError INVALID_REQUEST
 */
export async function leaveMessage(unit: UnitOfWork, input: LeaveMessage): Promise<string> {
  const { ctx, scope, test } = unit;
  const now = ctx.clock.now();
  const { country, contactEmail, consentVersion } = await loadSettings(unit);
  const prospect = {
    firstName: input.firstName || null,
    lastName: input.lastName || null,
    email: input.email ?? null,
    phone: normalPhone(input.phone, country),
    source: 'widget' as const,
    locale: input.locale ?? null,
    test,
  };
  const id = newId();
  const page = input.page ?? null;
  await transact(
    unit,
    async (unit) => {
      const { tx } = unit;
      const leadId = await upsertLead(unit, prospect, now);
      const { propertyId } = scope;
      const body = input.message ?? null;
      const { firstName, lastName, email, phone, locale } = prospect;
      const claim = { firstName, lastName, email, phone, locale };
      await tx
        .insert(leadMessages)
        .values({ id, propertyId, leadId, kind: input.kind, ...claim, body, page, createdAt: now });
      if (input.privacyConsent !== undefined)
        await tx.insert(leadConsents).values({
          propertyId,
          leadId,
          kind: 'privacy',
          granted: input.privacyConsent,
          textVersion: input.consentVersion ?? consentVersion,
          page,
          messageId: id,
          at: now,
        });
      if (contactEmail && !test)
        await notifyTeamOfMessage(unit, { leadMessageId: id, recipient: contactEmail });
    },
    { locks: identityLocks(scope, prospect) },
  );
  return id;
}

async function loadSettings(unit: UnitOfWork) {
  const [row] = await transact(unit, ({ tx }) =>
    tx
      .select({
        address: properties.address,
        contactEmail: properties.contactEmail,
        consentVersion: lumaleasingConfig.consentVersion,
      })
      .from(properties)
      .innerJoin(lumaleasingConfig, eq(lumaleasingConfig.propertyId, properties.id))
      .where(eq(properties.id, unit.scope.propertyId)),
  );
  if (!row) throw new Error('the property of a valid key is gone');
  const { address, contactEmail, consentVersion } = row;
  return { country: address.country, contactEmail, consentVersion };
}
