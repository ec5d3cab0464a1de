import type { ElementFacts, Facts, PlaceFacts, ServerFacts } from './facts.ts';

const place: PlaceFacts = {
  drawn: true,
  hiddenBy: null,
  movedBy: null,
  coveredBy: null,
  offScreen: false,
};

export const widgetAt = (changes: Partial<PlaceFacts>): Partial<Facts> => ({
  elements: [element({ place: { ...place, ...changes } })],
});

export const element = (changes: Partial<ElementFacts> = {}): ElementFacts => ({
  key: 'pk_maple',
  base: 'https://tours.example',
  inline: false,
  fromScript: true,
  attributes: {},
  place,
  look: { tokens: {}, palette: { surface: [255, 255, 255], text: [0, 0, 0] } },
  ...changes,
});

export const server = (changes: Partial<ServerFacts> = {}): ServerFacts => ({
  base: 'https://tours.example',
  key: 'pk_maple',
  config: {
    kind: 'ok',
    body: {
      property: { name: 'Maple Court' },
      tours: { enabled: true, horizonDays: 14 },
    },
  },
  availability: { kind: 'ok', body: { availableDates: ['2026-12-01', '2026-12-02'] } },
  alive: true,
  version: '0.1.0',
  skewMs: 400,
  ...changes,
});

export const refused = (code: string): Partial<ServerFacts> => ({
  config: { kind: 'refused', code },
  availability: null,
});

/** A page on which all is well. */
export const healthy: Facts = {
  page: { origin: 'https://www.maple.example', secure: true },
  version: '0.1.0',
  registered: '0.1.0',
  rival: null,
  scripts: [
    {
      src: 'https://tours.example/lumaleasing.js',
      key: 'pk_maple',
      attributes: {
        async: '',
        src: 'https://tours.example/lumaleasing.js',
        'data-key': 'pk_maple',
      },
      loads: true,
    },
  ],
  elements: [element()],
  servers: [server()],
  policy: { violations: [], texts: [], otherLit: false },
  storage: { local: true, session: true },
};
