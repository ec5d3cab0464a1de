/**
 * Puts the demo property and its manager into the database the settings name, unless they are there already. Their key
 * and password are known to everybody: only a demo may have them.
 */
import { eq } from 'drizzle-orm';
import { readConfig } from './config.ts';
import { createContext } from './context.ts';
import { asSystem } from './db/scope.ts';
import { properties } from './db/tables/properties.ts';
import { createMember } from './features/accounts/create-member.ts';
import { AppError } from './lib/errors.ts';
import { giveUp, OperatorError } from './lib/operator-error.ts';
import { createProperty } from './features/properties/create-property.ts';

const loopback = ['http://localhost:*', 'http://127.0.0.1:*', 'http://[::1]:*'];
const slug = 'maple-court';

async function open() {
  const config = readConfig();
  if (!config.DEMO)
    throw new OperatorError(
      'This makes an owner whose password everybody knows. Set DEMO=true where that is wanted.',
    );
  return createContext(config);
}

const ctx = await open().catch(giveUp);
try {
  await ctx.database.migrate();
  const known = await asSystem(ctx.db, (tx) =>
    tx.select({ id: properties.id }).from(properties).where(eq(properties.slug, slug)),
  );
  if (known.length === 0)
    await createProperty(ctx, {
      organization: { name: 'Maple Living' },
      property: {
        slug,
        name: 'Maple Court Apartments',
        timezone: 'America/Chicago',
        address: {
          street: '1200 Maple Street',
          city: 'Chicago',
          region: 'IL',
          postalCode: '60610',
          country: 'US',
        },
        contactName: 'the Maple Court leasing team',
        contactPhone: '+1 312 555 0142',
        contactEmail: 'leasing@maplecourt.example',
        directions:
          'The leasing office is in the lobby at 1200 Maple Street. Visitor parking is behind the building, off Orchard Avenue.',
        whatToBring: ['A photo ID', 'Your list of questions'],
      },
      config: {
        brandColor: '#1f6f5c',
        assistantName: 'Maple Court',
        privacyUrl: `${ctx.config.APP_URL}/demo/privacy.html`,
        // Nothing sends SMS yet: nobody is asked for their consent to it.
        smsOffered: false,
        tourTypes: [{ id: 'in_person' }],
      },
      keys: [
        { key: 'pk_demo', allowedOrigins: loopback },
        { key: 'pk_test_demo', allowedOrigins: loopback },
      ],
      agents: [{ name: 'Maya Chen', email: 'agent@example.com' }],
    });
  await createMember(ctx, {
    property: slug,
    email: 'manager@example.com',
    name: 'Morgan Reyes',
    role: 'owner',
    password: 'demo-maple-court',
  }).catch((error: unknown) => {
    if (!(error instanceof AppError && error.code === 'MEMBER_EXISTS')) throw error;
  });
} finally {
  await ctx.database.close();
}
