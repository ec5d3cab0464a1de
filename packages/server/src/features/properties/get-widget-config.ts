import type { WidgetConfig } from '@luma-leasing/types/property';
import { eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { asTenant } from '../../db/scope.ts';
import { lumaleasingConfig, properties } from '../../db/tables/properties.ts';
import type { KeyHolder } from '../accounts/resolve-key.ts';
import { palettesOf } from './palette.ts';

/** All that the widget needs to draw itself. */
export async function getWidgetConfig(ctx: Context, caller: KeyHolder): Promise<WidgetConfig> {
  const [row] = await asTenant(ctx.db, caller.scope, (tx) =>
    tx
      .select({ property: properties, config: lumaleasingConfig })
      .from(properties)
      .innerJoin(lumaleasingConfig, eq(lumaleasingConfig.propertyId, properties.id))
      .where(eq(properties.id, caller.scope.propertyId)),
  );
  if (!row) throw new Error('the property of a valid key is gone');
  const { property, config } = row;
  return {
    success: true,
    testMode: caller.test,
    property: {
      name: property.name,
      slug: property.slug,
      timezone: property.timezone,
      address: property.address,
      contact: {
        name: property.contactName,
        phone: property.contactPhone,
        email: property.contactEmail,
      },
      directions: property.directions,
      whatToBring: property.whatToBring,
    },
    tours: {
      enabled: config.toursEnabled,
      horizonDays: config.horizonDays,
      types: config.tourTypes.map(({ id, durationMinutes }) => ({
        id,
        durationMinutes: durationMinutes ?? config.tourDurationMinutes,
      })),
    },
    brand: {
      color: config.brandColor,
      palettes: palettesOf(config.brandColor),
      greeting: config.greeting,
      assistantName: config.assistantName,
    },
    consent: {
      version: config.consentVersion,
      privacyUrl: config.privacyUrl,
      smsOffered: config.smsOffered,
    },
  };
}
