import { expect } from '@open-wc/testing';
import { diagnose } from './diagnose.ts';
import { element, healthy, refused, server, widgetAt } from './facts.test-data.ts';
import type { Facts, Violation } from './facts.ts';
import { words, type Finding, type FindingCode } from './words.ts';

const [script] = healthy.scripts;
const tags = (...changes: Partial<Facts['scripts'][number]>[]): Partial<Facts> => ({
  scripts: changes.map((one) => ({ ...script!, ...one })),
});
const asked = (...changes: Parameters<typeof server>[0][]): Partial<Facts> => ({
  servers: changes.map(server),
});
const ofKey = (key: string): Partial<Facts> => ({
  ...tags({ key }),
  elements: [element({ key })],
  servers: [server({ key })],
});
const policy = (text: string, violations: Omit<Violation, 'policy'>[] = [], otherLit = false) => ({
  policy: {
    texts: [text],
    otherLit,
    violations: violations.map((one) => ({ ...one, policy: text })),
  },
});
const look = (tokens: Record<string, [value: string, rgb: [number, number, number] | null]>) => ({
  elements: [
    element({
      look: {
        palette: { surface: [255, 255, 255], text: [0, 0, 0], accent: [20, 80, 60] },
        tokens: Object.fromEntries(
          Object.entries(tokens).map(([name, [value, rgb]]) => [name, { value, rgb }]),
        ),
      },
    }),
  ],
});

const of = (changes: Partial<Facts>): Finding[] => diagnose({ ...healthy, ...changes });
const wrongIn = (changes: Partial<Facts>): Finding[] =>
  of(changes).filter(({ level }) => level !== 'good');

/** What is changed on the healthy page, and what the doctor then says: [facts, code, words, line]. */
const cases: [Partial<Facts>, FindingCode, RegExp, string?][] = [
  [{ scripts: [], elements: [], servers: [] }, 'NO_EMBED', /no LumaLeasing script tag/],
  [
    { ...ofKey(''), servers: [server({ key: '', ...refused('MISSING_API_KEY') })] },
    'MISSING_API_KEY',
    /missing/,
  ],
  [
    { ...ofKey('sk_1'), servers: [server({ key: 'sk_1', ...refused('INVALID_API_KEY') })] },
    'MALFORMED_API_KEY',
    /“sk_1” is not a key/,
  ],
  [asked(refused('INVALID_API_KEY')), 'INVALID_API_KEY', /does not know this key/],
  [ofKey('pk_test_a'), 'TEST_KEY', /test key/],
  [
    asked(refused('ORIGIN_NOT_ALLOWED')),
    'ORIGIN_NOT_ALLOWED',
    /on https:\/\/www\.maple\.example\./,
    'pnpm admin key PROPERTY NAME --origin https://www.maple.example --origin https://maple.example',
  ],
  [
    {
      ...asked(refused('ORIGIN_NOT_ALLOWED')),
      page: { origin: 'http://localhost:8080', secure: false },
    },
    'ORIGIN_NOT_ALLOWED',
    /localhost:8080/,
    'pnpm admin key PROPERTY NAME --origin http://localhost:8080',
  ],
  [
    { ...asked(refused('ORIGIN_NOT_ALLOWED')), page: { origin: 'null', secure: false } },
    'NO_ORIGIN',
    /no address/,
  ],
  [asked(refused('INTERNAL')), 'SERVER_ERROR', /INTERNAL/],
  [asked(refused('OF_TOMORROW')), 'SERVER_ERROR', /OF_TOMORROW/],
  [asked({ config: { kind: 'foreign', status: 404 } }), 'WRONG_SERVER', /status 404/],
  [
    asked({ config: { kind: 'unreachable' }, alive: false, version: null }),
    'UNREACHABLE',
    /tours\.example does not answer/,
  ],
  [asked({ config: { kind: 'unreachable' }, version: null }), 'ANSWER_BLOCKED', /may not read/],
  [
    asked({ base: 'http://tours.example', config: { kind: 'unreachable' }, alive: false }),
    'MIXED_CONTENT',
    /https/,
    'https://tours.example',
  ],
  [
    {
      ...asked({ config: { kind: 'unreachable' }, alive: false }),
      ...policy("default-src 'self'; connect-src 'none'", [
        { directive: 'connect-src', blocked: 'https://tours.example/api/lumaleasing/config' },
      ]),
    },
    'CSP_CONNECT_BLOCKED',
    /talk to https:\/\/tours\.example/,
    'connect-src https://tours.example',
  ],
  [
    {
      ...tags({ loads: false }),
      ...policy("default-src 'self' https://cdn.example", [
        { directive: 'script-src-elem', blocked: 'https://tours.example/widget/define.js' },
      ]),
    },
    'CSP_SCRIPT_BLOCKED',
    /loaded from https:\/\/tours\.example/,
    "script-src 'self' https://cdn.example https://tours.example",
  ],
  [
    policy("script-src 'self'; trusted-types default"),
    'CSP_TRUSTED_TYPES',
    /Trusted Types/,
    'trusted-types default lit-html',
  ],
  [
    policy('trusted-types lit-html', [], true),
    'CSP_TRUSTED_TYPES',
    /Trusted Types/,
    "trusted-types lit-html 'allow-duplicates'",
  ],
  [tags({ loads: false }), 'WIDGET_NOT_LOADED', /from https:\/\/tours\.example/],
  [
    { scripts: [], registered: undefined },
    'NOT_REGISTERED',
    /nothing on the page defines it/,
    '<script type="module" src="https://tours.example/widget/define.js"></script>',
  ],
  [{ elements: [] }, 'LAUNCHER_REMOVED', /took it away/],
  [tags({}, {}), 'LOADED_TWICE', /2 times/],
  [{ elements: [element(), element()] }, 'TWO_LAUNCHERS', /2 floating/],
  [{ rival: '0.2.0' }, 'TWO_VERSIONS', /0\.1\.0 works, 0\.2\.0 came later/],
  [{ registered: null }, 'TWO_VERSIONS', /an old one works, 0\.1\.0 came later/],
  [asked({ version: '0.2.0' }), 'NEWER_SERVER', /0\.2\.0.*newer than this widget \(0\.1\.0\)/],
  [asked({ version: '0.0.9' }), 'OLDER_SERVER', /older/],
  [asked({ version: null }), 'OLDER_SERVER', /does not say/],
  [asked({ skewMs: 400_000 }), 'CLOCK_SKEW', /7 minutes ahead of the server/],
  [asked({ skewMs: -7_300_000 }), 'CLOCK_SKEW', /2 hours behind/],
  [
    asked({
      config: { kind: 'ok', body: { tours: { enabled: false } } },
      availability: { kind: 'refused', code: 'TOURS_DISABLED' },
    }),
    'TOURS_DISABLED',
    /switched off/,
    'pnpm admin property PROPERTY --tours yes',
  ],
  [
    asked({ availability: { kind: 'refused', code: 'CALENDAR_NOT_CONNECTED' } }),
    'CALENDAR_NOT_CONNECTED',
    /No calendar/,
  ],
  [
    asked({ availability: { kind: 'refused', code: 'CALENDAR_AUTH_EXPIRED' } }),
    'CALENDAR_AUTH_EXPIRED',
    /has ended/,
  ],
  [
    asked({ availability: { kind: 'refused', code: 'CALENDAR_UNREACHABLE' } }),
    'CALENDAR_UNREACHABLE',
    /just now/,
  ],
  [
    asked({ availability: { kind: 'ok', body: { availableDates: [] } } }),
    'NO_FREE_TIMES',
    /next 14 days/,
  ],
  [
    widgetAt({ hiddenBy: { selector: 'div#app', property: 'display: none' } }),
    'LAUNCHER_HIDDEN',
    /div#app has display: none/,
  ],
  [
    widgetAt({ movedBy: { selector: 'body', property: 'filter: blur(0)' } }),
    'LAUNCHER_MOVED',
    /body has filter/,
  ],
  [widgetAt({ coveredBy: 'div.cookies' }), 'LAUNCHER_COVERED', /div\.cookies/],
  [widgetAt({ offScreen: true }), 'LAUNCHER_OFF_SCREEN', /outside of the window/],
  [
    look({ text: ['#aaa', [170, 170, 170]] }),
    'LOW_CONTRAST',
    /--luma-text on --luma-surface.*is 2\.3, and must be 4\.5/,
  ],
  [
    look({ accent: ['blau', null] }),
    'INVALID_TOKEN',
    /--luma-accent has a value that is not a colour: blau/,
  ],
  [{ storage: { local: true, session: false } }, 'STORAGE_BLOCKED', /blocks storage/],
  [
    tags({ attributes: { 'data-key': 'pk_maple', 'data-colour': '#123456' } }),
    'UNKNOWN_ATTRIBUTE',
    /data-colour/,
    'data-color="#123456"',
  ],
  [
    tags({ attributes: { 'data-key': 'pk_maple', 'data-theme': 'night' } }),
    'INVALID_ATTRIBUTE',
    /data-theme="night"/,
  ],
  [
    {
      scripts: [],
      elements: [
        element({ fromScript: false, attributes: { 'api-key': 'pk_maple', position: 'left' } }),
      ],
    },
    'UNUSED_ATTRIBUTE',
    /position/,
  ],
];

describe('the doctor', () => {
  it('finds nothing on a healthy page, and says what is well', () => {
    const found = diagnose(healthy);
    expect(found.map(({ code }) => code)).to.have.members([
      'ATTRIBUTES_VALID',
      'LOADED_ONCE',
      'SERVER_ANSWERS',
      'ORIGIN_ALLOWED',
      'TIMES_OFFERED',
      'VERSIONS_FIT',
      'CLOCK_RIGHT',
      'POLICY_FITS',
      'WIDGET_VISIBLE',
      'COLORS_READABLE',
      'STORAGE_WORKS',
    ]);
    expect(found.every(({ level }) => level === 'good')).to.equal(true);
  });

  for (const [changes, code, said, line = null] of cases)
    it(`names ${code}, and nothing else: ${said.source}`, () => {
      const found = wrongIn(changes);
      expect(found.map((one) => one.code)).to.deep.equal([code]);
      expect(found[0]?.what).to.match(said);
      expect(found[0]?.fix).to.not.equal('');
      expect(found[0]?.line).to.equal(line);
    });

  it('has a case for each code that the page and the server can cause', () => {
    const elsewhere: FindingCode[] = ['CHECK_FAILED', 'UNKNOWN_CODE'];
    const wrong = (Object.keys(words) as FindingCode[]).filter(
      (code) => words[code].level !== 'good',
    );
    const covered = new Set([...elsewhere, ...cases.map(([, code]) => code)]);
    expect(wrong.filter((code) => !covered.has(code))).to.deep.equal([]);
  });

  it('says everything at once, problems first', () => {
    const found = of({
      ...ofKey('pk_test_a'),
      ...asked({ key: 'pk_test_a', skewMs: 999_999 }),
      storage: { local: false, session: false },
      elements: [
        element({ key: 'pk_test_a', inline: true }),
        element({ key: 'pk_test_a', place: { ...element().place, offScreen: true } }),
      ],
    });
    expect(found.map(({ level }) => level)).to.deep.equal([
      'problem',
      ...Array.from({ length: 3 }, () => 'note'),
      ...Array.from({ length: found.length - 4 }, () => 'good'),
    ]);
    expect(found[0]?.code).to.equal('LAUNCHER_OFF_SCREEN');
  });

  it('says once what two widgets share', () => {
    const twice = wrongIn(asked(refused('INVALID_API_KEY'), refused('INVALID_API_KEY')));
    expect(twice).to.have.length(1);
  });

  it('leaves no hole in its words', () => {
    for (const [changes] of cases)
      for (const { what, fix, line } of of(changes))
        expect(`${what} ${fix} ${line ?? ''}`).to.not.match(/\{\w+\}|undefined|null\b(?! )/);
  });
});
