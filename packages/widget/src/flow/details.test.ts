import { expect } from '@open-wc/testing';
import { isEmailAddress } from '@luma-leasing/types/email-address';
import { addresses, noAddresses, noDomains } from '../../../types/test/email-addresses.ts';
import { isEmail, looksLikePhone } from './details.ts';

describe('an email address', () => {
  const all = [...Object.keys(addresses), ...noAddresses, ...noDomains];
  for (const text of all)
    it(`is, or is not, ${JSON.stringify(text)}, as the contract has it`, () => {
      expect(isEmail(text)).to.equal(isEmailAddress(text));
    });

  it('is judged by what the contract knows, and not only refused or taken', () => {
    expect(all.filter(isEmail)).to.have.members([...Object.keys(addresses), ...noDomains]);
  });
});

describe('a phone number', () => {
  const numbers = [
    '(312) 555-0180',
    '+1 312 555 0180 ext. 42',
    '312.555.0180 x42',
    '+13125550180;ext=42',
    '312 555 0180 #42',
    '0044 20 7946 0958',
    '３１２ ５５５ ０１８０',
    '＋１　３１２　５５５　０１８０ 内線４２',
    '٣١٢ ٥٥٥ ٠١٨٠',
  ];
  for (const text of numbers)
    it(`may be ${text}: the server decides`, () => {
      expect(looksLikePhone(text)).to.equal(true);
    });

  for (const text of [
    '555',
    'call me',
    '1-800-FLOWERS',
    'ana1234567@example.org',
    'flat 1234567 b',
  ])
    it(`is not ${text}`, () => {
      expect(looksLikePhone(text)).to.equal(false);
    });
});
