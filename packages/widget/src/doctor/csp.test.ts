import { expect } from '@open-wc/testing';
import { lineToAdd, missingTrustedTypes, parsePolicy, splitPolicies } from './csp.ts';

describe('a security policy', () => {
  it('is read as browsers read it: any case, any space, the first of a name', () => {
    const read = parsePolicy(" Script-Src  'self';;connect-src a b ; script-src x");
    expect([...read]).to.deep.equal([
      ['script-src', ["'self'"]],
      ['connect-src', ['a', 'b']],
    ]);
    expect(splitPolicies("default-src 'self', script-src a;img-src b,")).to.deep.equal([
      "default-src 'self'",
      'script-src a;img-src b',
    ]);
  });

  for (const [policy, directive, line] of [
    ["connect-src 'self'", 'connect-src', "connect-src 'self' https://t.example"],
    ["connect-src 'none'", 'connect-src', 'connect-src https://t.example'],
    ["default-src 'self' a", 'connect-src', "connect-src 'self' a https://t.example"],
    ["default-src 'none'; img-src b", 'script-src', 'script-src https://t.example'],
    [
      "script-src 'nonce-x' 'report-sample'",
      'script-src',
      "script-src 'nonce-x' https://t.example",
    ],
    ['script-src a; script-src-elem b', 'script-src', 'script-src-elem b https://t.example'],
    ['connect-src https://t.example', 'connect-src', 'connect-src https://t.example'],
  ] as const)
    it(`gets the whole line: ${policy}`, () => {
      expect(lineToAdd(policy, directive, 'https://t.example')).to.equal(line);
    });

  it('lacks Trusted Types only where it names some', () => {
    expect(missingTrustedTypes("require-trusted-types-for 'script'", false)).to.deep.equal([]);
    expect(missingTrustedTypes('trusted-types *', false)).to.deep.equal([]);
    expect(missingTrustedTypes('trusted-types lit-html', false)).to.deep.equal([]);
    expect(missingTrustedTypes("trusted-types 'none'", false)).to.deep.equal(['lit-html']);
    expect(missingTrustedTypes('trusted-types lit-html', true)).to.deep.equal([
      "'allow-duplicates'",
    ]);
  });
});
