import type { NewProperty } from '@luma-leasing/server/test/create-property.ts';

/** A property for the benches. */
export const mapleCourt = (key: string, slug = key): NewProperty => ({
  organization: { name: 'Maple Living' },
  property: {
    slug,
    name: 'Maple Court',
    timezone: 'America/Chicago',
    address: {
      street: '1 Maple St',
      city: 'Chicago',
      region: 'IL',
      postalCode: '60614',
      country: 'US',
    },
    contactName: 'the leasing team',
  },
  keys: [{ key, allowedOrigins: [] }],
  agents: [{ name: 'Maya', email: 'maya@example.com' }],
});
