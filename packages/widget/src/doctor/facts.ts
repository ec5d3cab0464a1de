/** What the doctor knows of a page. `collect/` finds it out; `diagnose.ts` judges it without any I/O. */
export interface Facts {
  page: { origin: string; secure: boolean };
  /** The version of the code that asks. */
  version: string;
  /** The version of the registered element: null for one that does not say; undefined where none is registered. */
  registered: string | null | undefined;
  /** The version of a second element that came too late. */
  rival: string | null;
  scripts: ScriptFacts[];
  elements: ElementFacts[];
  /** One for each pair of server and key. */
  servers: ServerFacts[];
  policy: PolicyFacts;
  storage: { local: boolean; session: boolean };
}

export interface ScriptFacts {
  src: string;
  /** The key; empty where the tag has none. */
  key: string;
  attributes: Attributes;
  /** Whether the widget's code could be loaded from the script's server. */
  loads: boolean;
}

export type Attributes = Record<string, string>;

export interface ElementFacts {
  key: string;
  base: string;
  inline: boolean;
  /** Whether the script tag made it: then its attributes are those of the tag. */
  fromScript: boolean;
  attributes: Attributes;
  place: PlaceFacts;
  look: LookFacts;
}

export interface PlaceFacts {
  /** Whether there is a launcher or a panel to see. */
  drawn: boolean;
  hiddenBy: Culprit | null;
  /** What keeps `position: fixed` from meaning the window. */
  movedBy: Culprit | null;
  coveredBy: string | null;
  offScreen: boolean;
}

export interface Culprit {
  /** A selector that the page's author recognises. */
  selector: string;
  /** As in a style sheet: `display: none`. */
  property: string;
}

export type Rgb = readonly [red: number, green: number, blue: number];

export interface LookFacts {
  /** Values of `--luma-*` that the site sets, by the name behind `--luma-`. */
  tokens: Record<string, { value: string; rgb: Rgb | null }>;
  /** The other colours that are drawn. */
  palette: Record<string, Rgb>;
}

export type Reply =
  | { kind: 'ok'; body: Record<string, unknown> }
  | { kind: 'refused'; code: string }
  /** Something answers, but not our API. */
  | { kind: 'foreign'; status: number }
  | { kind: 'unreachable' };

export interface ServerFacts {
  base: string;
  key: string;
  config: Reply;
  /** Null where the config was not given. */
  availability: Reply | null;
  /** Whether anything answers there at all, readable or not. */
  alive: boolean;
  version: string | null;
  /** This device's clock minus the server's. */
  skewMs: number | null;
}

export interface PolicyFacts {
  violations: Violation[];
  /** The page's policies, as far as they can be read: one directive list each. */
  texts: string[];
  /** Whether the page has a Lit of its own, which made the policy `lit-html` already. */
  otherLit: boolean;
}

export interface Violation {
  directive: string;
  /** The blocked address, or a word such as `trusted-types-policy`. */
  blocked: string;
  policy: string;
}
