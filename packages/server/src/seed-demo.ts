/**
 * Puts the demo property and its manager into the database that the settings name. Everybody knows their key and
 * password: only a demo may have them.
 */
import { readConfig } from './config.ts';
import { createContext } from './context.ts';
import { createResetLink } from './features/accounts/reset/create-reset-link.ts';
import { resetPassword } from './features/accounts/reset/reset-password.ts';
import { operatorAtProperty } from './features/accounts/unit-of-operator.ts';
import { putKey } from './features/admin/keys/put-key.ts';
import { putAgent } from './features/admin/people/put-agent.ts';
import { putMember } from './features/admin/people/put-member.ts';
import { putOrganization } from './features/admin/properties/put-organization.ts';
import { putProperty } from './features/admin/properties/put-property.ts';
import { exitWithError, OperatorError } from './lib/operator-error.ts';

const allowedOrigins = ['http://localhost:*', 'http://127.0.0.1:*', 'http://[::1]:*'];
const organization = 'maple-living';
const slug = 'maple-court';
const manager = 'manager@example.com';

async function open() {
  const config = readConfig();
  if (!config.DEMO)
    throw new OperatorError(
      'This makes an owner whose password everybody knows. Set DEMO=true where that is wanted.',
    );
  return createContext(config);
}

const ctx = await open().catch(exitWithError);
try {
  await ctx.database.migrate();
  await putOrganization(ctx, organization, 'Maple Living');
  await putProperty(ctx, slug, {
    organization,
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
    settings: {
      brandColor: '#1f6f5c',
      assistantName: 'Maple Court',
      privacyUrl: `${ctx.config.APP_URL}/demo/privacy.html`,
    },
  });
  const unit = await operatorAtProperty(ctx, slug);
  await putAgent(unit, 'agent@example.com', { name: 'Maya Chen' });
  await putKey(unit, 'website', { allowedOrigins }, 'pk_demo');
  await putKey(unit, 'practice', { allowedOrigins, test: true }, 'pk_test_demo');
  const { hasPassword } = await putMember(unit, manager, { role: 'owner', name: 'Morgan Reyes' });
  // Also where the last run was interrupted before this.
  if (!hasPassword) {
    const link = await createResetLink(unit, manager);
    await resetPassword(ctx, link.split('/').at(-1)!, 'demo-maple-court');
  }
} finally {
  await ctx.database.close();
}
