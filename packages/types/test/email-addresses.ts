/** What the rule says of example addresses, for the tests of the contract and of the widget's copy. */

/** The typed and the stored form. */
export const addresses: Record<string, string> = {
  'ana@example.org': 'ana@example.org',
  'Ana@Example.ORG': 'ana@example.org',
  'ann&bob@example.org': 'ann&bob@example.org',
  'user=tag@example.org': 'user=tag@example.org',
  "o'neil+tours@mail.example.co.uk": "o'neil+tours@mail.example.co.uk",
  "!#$%&'*+/=?^_`{|}~-@example.org": "!#$%&'*+/=?^_`{|}~-@example.org",
  '-first.last-@example.org': '-first.last-@example.org',
  'jo@bücher.example': 'jo@xn--bcher-kva.example',
  'Jo@BÜCHER.example': 'jo@xn--bcher-kva.example',
  'jo@xn--bcher-kva.example': 'jo@xn--bcher-kva.example',
  'jo@пример.рф': 'jo@xn--e1afmkfd.xn--p1ai',
  'jo@xn--e1afmkfd.xn--p1ai': 'jo@xn--e1afmkfd.xn--p1ai',
  'jo@例え.テスト': 'jo@xn--r8jz45g.xn--zckzah',
  'a@b-c.1d.museum': 'a@b-c.1d.museum',
  [`${'x'.repeat(64)}@example.org`]: `${'x'.repeat(64)}@example.org`,
};

/** Refused. The last ones are valid, but rare, and few mail servers accept them. */
export const noAddresses: readonly string[] = [
  '',
  'nobody',
  'nobody@',
  '@example.org',
  'a@b@example.org',
  'two words@example.org',
  'a,b@example.org',
  'Ana <ana@example.org>',
  '.ana@example.org',
  'ana.@example.org',
  'a..b@example.org',
  'ana@localhost',
  'ana@example.c',
  'ana@example..org',
  'ana@.example.org',
  'ana@example.org.',
  'ana@-example.org',
  'ana@example-.org',
  'ana@exam_ple.org',
  'ana@example.org/x',
  'ana@127.0.0.1',
  'ana@example.org\r\nBcc: all@example.org',
  `${'x'.repeat(65)}@example.org`,
  `ana@${'x'.repeat(64)}.org`,
  `ana@${'x.'.repeat(124)}org`,
  '"two words"@example.org',
  'ana@[127.0.0.1]',
  'jörg@example.org',
];

/** The widget accepts these domains; IDNA, which only the server applies, refuses them. */
export const noDomains: readonly string[] = ['ana@a\u00a0b.org', `ana@${'ü'.repeat(60)}.org`];
