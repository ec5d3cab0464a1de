import { newMemberSchema } from '@luma-leasing/types/member';
import { emailSchema } from '@luma-leasing/types/text';
import { describe, expect, it } from 'vitest';
import { addresses, noAddresses, noDomains } from '../../../../types/test/email-addresses.ts';

describe('an email address [L1]', () => {
  it.each(Object.entries(addresses))('%s is stored as %s', (typed, stored) => {
    expect(emailSchema.parse(` ${typed} `)).toBe(stored);
    expect(emailSchema.parse(stored)).toBe(stored);
  });

  it.each([...noAddresses, ...noDomains])('is not %j', (typed) => {
    expect(emailSchema.safeParse(typed).success).toBe(false);
  });

  it('of an account is one that the sign-in library takes', () => {
    const member = (email: string) =>
      newMemberSchema.safeParse({ property: 'maple-court', role: 'owner', email }).data?.email;
    expect(member(' Jo@Bücher.example')).toBe('jo@xn--bcher-kva.example');
    expect(member('ann&bob@example.org')).toBeUndefined();
  });
});
