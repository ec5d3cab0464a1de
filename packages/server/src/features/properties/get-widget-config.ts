import type { WidgetConfig } from '@luma-leasing/types/property';
import { eq } from 'drizzle-orm';
import { lumaleasingConfig, properties } from '../../db/tables/properties.ts';
import { transact, type UnitOfWork } from '../../unit-of-work.ts';
import { palettesOf } from './palette.ts';

/** All that the widget needs to draw itself. */
export async function getWidgetConfig(unit: UnitOfWork): Promise<WidgetConfig> {
  const [row] = await transact(unit, ({ tx }) =>
    tx
      .select({ property: properties, config: lumaleasingConfig })
      .from(properties)
      .innerJoin(lumaleasingConfig, eq(lumaleasingConfig.propertyId, properties.id))
      .where(eq(properties.id, unit.scope.propertyId)),
  );
  if (!row) throw new Error('the property of a valid key is gone');
  const { property, config } = row;
  return {
    success: true,
    testMode: unit.test,
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
