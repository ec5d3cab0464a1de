import type { NewProperty } from './create-property.ts';
import { agentAccount } from './sandbox.ts';

export const allowedOrigins = ['https://maple.example', 'http://localhost:*'];

/** The contact that refusals name. */
export const contact = {
  name: 'the leasing team',
  phone: '+1 312 555 0142',
  email: 'leasing@example.com',
};

/** The property of every world. A test changes only the part that it is about. */
export const usual: Omit<NewProperty, 'keys'> = {
  organization: { name: 'Maple Living' },
  property: {
    slug: 'maple-court',
    name: 'Maple Court',
    timezone: 'America/Chicago',
    address: {
      street: '1200 Maple Street',
      city: 'Chicago',
      region: 'IL',
      postalCode: '60614',
      country: 'US',
    },
    contactName: contact.name,
    contactPhone: contact.phone,
    contactEmail: contact.email,
  },
  agents: [{ name: 'Maya Chen', email: agentAccount }],
};
