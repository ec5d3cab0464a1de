import { memberEmailSchema } from '@luma-leasing/types/admin';
import { emailSchema, firstNameSchema, nameSchema } from '@luma-leasing/types/text';
import { describe, expect, it } from 'vitest';
import { addresses, noAddresses, noDomains } from '../../../types/test/email-addresses.ts';
import { fullName, normalPhone, spokenPhone } from './person.ts';

describe('an email address [L1]', () => {
  it.each(Object.entries(addresses))('%s is stored as %s', (typed, stored) => {
    expect(emailSchema.parse(` ${typed} `)).toBe(stored);
    expect(emailSchema.parse(stored)).toBe(stored);
  });

  it.each([...noAddresses, ...noDomains])('is not %j', (typed) => {
    expect(emailSchema.safeParse(typed).success).toBe(false);
  });

  it('of an account is one that the sign-in library takes', () => {
    const member = (email: string) => memberEmailSchema.safeParse(email).data;
    expect(member(' Jo@Bücher.example')).toBe('jo@xn--bcher-kva.example');
    expect(member('ann&bob@example.org')).toBeUndefined();
  });
});

describe('a phone number [B1]', () => {
  it.each([
    ['(312) 555-0180', 'US', '+13125550180'],
    ['+1 312 555 0180 ext. 42', 'US', '+13125550180;ext=42'],
    ['312.555.0180 x42', 'US', '+13125550180;ext=42'],
    ['312 555 0180 #42', 'us', '+13125550180;ext=42'],
    ['+13125550180;ext=42', 'US', '+13125550180;ext=42'],
    ['３１２ ５５５ ０１８０ ｅｘｔ．４２', 'US', '+13125550180;ext=42'],
    ['＋１ ３１２ ５５５ ０１８０', 'US', '+13125550180'],
    ['٣١٢ ٥٥٥ ٠١٨٠', 'US', '+13125550180'],
    ['０３ １２３４ ５６７８', 'JP', '+81312345678'],
    ['+44 (0)20 7946 0958', 'US', '+442079460958'],
    ['0044 20 7946 0958', 'US', '+442079460958'],
    ['００４４ ２０ ７９４６ ０９５８', 'JP', '+442079460958'],
    ['0044 20 7946 0958 ext 7', 'GB', '+442079460958;ext=7'],
    ['011 44 20 7946 0958', 'US', '+442079460958'],
    ['0011 1 312 555 0180', 'AU', '+13125550180'],
    ['001 1 312 555 0180', 'KR', '+13125550180'],
    ['020 7946 0958', 'GB', '+442079460958'],
  ])('%s, written in %s, is %s', (typed, country, stored) => {
    expect(normalPhone(typed, country)).toBe(stored);
    expect(normalPhone(stored, country)).toBe(stored);
  });

  it.each([
    '12',
    'call me maybe',
    '1-800-FLOWERS',
    '312 555 0180 or 312 555 0181',
    '312 555 0180 / 312 555 0181',
    '312 555 0180 (ask for Ana)',
    '00 999 999 999 999 999',
    'tel:312-555-0173;phone-context=+1',
    'tel:+13125550180',
    '+13125550180;isub=12',
  ])('is not %s', (typed) => {
    // Three times, because the library remembers something from one URI to the next.
    for (let n = 0; n < 3; n++)
      expect(() => normalPhone(typed, 'US')).toThrow('Please check the phone number.');
  });

  it('is shown with “ext.” before its extension', () => {
    expect(spokenPhone('+13125550180;ext=42')).toBe('+13125550180 ext. 42');
    expect(spokenPhone('+13125550180')).toBe('+13125550180');
  });
});

describe('a name', () => {
  it.each([
    'Ana',
    'J.R. Smith',
    'j.r. smith',
    'St. John',
    "Mary-Jane O'Neil Jr.",
    'Ana…',
    'John 3rd',
    'Nguyễn Thị Minh-Khai',
    '👩🏽‍🚀',
    '',
  ])('may be %j', (name) => {
    expect(nameSchema.parse(name)).toBe(name);
  });

  it.each([
    ['J.Smith', 'J. Smith'],
    ['St.John', 'St. John'],
    ['M.Sc.', 'M. Sc.'],
    ['ดร.สมชาย', 'ดร. สมชาย'],
    ['EVIL.COM/X', 'EVIL. COM/X'],
    ['Evil.com', 'Evil. com'],
    ['i❤.ws', 'i❤. ws'],
    ['Evil﹒Com', 'Evil﹒ Com'],
    ['Evil.c\u00adom', 'Evil. com'],
    ['Evil.\u200dcom', 'Evil. \u200dcom'],
    ['Ma.de los Ángeles', 'Ma. de los Ángeles'],
    ['M.van Dyk', 'M. van Dyk'],
    ['Dr.med. Meier', 'Dr. med. Meier'],
    ['Th.v.Braun', 'Th. v. Braun'],
    ['j.smith', 'j. smith'],
    [`${'x'.repeat(77)}.Ab`, `${'x'.repeat(77)}. Ab`],
    ['例え。テスト', '例え。 テスト'],
    ['x.भारत', 'x. भारत'],
  ])('%s is stored as %s, which no program makes a link of', (typed, kept) => {
    expect(nameSchema.parse(typed)).toBe(kept);
    if (kept.length <= 80) expect(nameSchema.parse(kept)).toBe(kept);
  });

  it.each([
    'see evil.example',
    'bit.ly/x',
    'WWW.EVIL.COM',
    'http://intranet',
    '\\\\server\\share',
    'ana@example.org',
    '1.2.3.4',
    'пример.рф',
    'evil․com',
    'evil．com',
    'evil\u200b.\u2060com',
    '𝐞𝐯𝐢𝐥.𝐜𝐨𝐦',
    'call 900 555 0100',
    'call 900 5',
  ])('is not %j', (name) => {
    expect(nameSchema.safeParse(name).success).toBe(false);
  });

  it.each(['', '\u200b', '\u3164', '\u202e', '\u2800', '...', '-', '\u0301'])(
    'must not be invisible or mere punctuation: %j',
    (name) => {
      expect(firstNameSchema.safeParse(name).success).toBe(false);
    },
  );

  it('keeps no half of a surrogate pair', () => {
    expect(nameSchema.parse('A\ud800B')).toBe('AB');
  });

  it('may have one part, or none', () => {
    expect(fullName({ firstName: 'Sukarno', lastName: '' })).toBe('Sukarno');
    expect(fullName({ firstName: null, lastName: null })).toBe('');
  });
});
