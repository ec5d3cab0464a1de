/**
 * Templates: literals whose holes are filled again and again, where only what changed is touched. Lit's ways, cut down
 * to what these views use: a hole is a child or a whole attribute (`.name` a property, `@name` a listener, `?name` a
 * switch). Everything is made by DOM calls and nothing by innerHTML, so that no page's Trusted Types have to allow it.
 */
export class Template {
  readonly strings: readonly string[];
  readonly values: readonly unknown[];

  constructor(strings: readonly string[], values: readonly unknown[]) {
    this.strings = strings;
    this.values = values;
  }
}

export const html = (strings: TemplateStringsArray, ...values: unknown[]): Template =>
  new Template(strings, values);

/** Marks a style sheet for editors and the build. */
export const css = (strings: TemplateStringsArray): string => strings.join('');

/** Takes the next value of a hole. */
type Part = (value: unknown) => void;
/** Draws one piece of a template, says where the next one goes, and notes the hole it met. */
type Step = (at: ParentNode, holes: Part[]) => ParentNode;

const HOLE = '\0';
const pieces = /<(\/?)([\w-]+)([^>]*)>|\0|[^<\0]+/g;
const attributes = /([@.?]?[\w-]+)(?:=(?:"([^"]*)"|(\0)))?/g;

/** A literal is read once, however often it is drawn. */
const recipes = new WeakMap<readonly string[], Step[]>();

function recipeOf(strings: readonly string[]): Step[] {
  const known = recipes.get(strings);
  if (known) return known;
  const steps: Step[] = [];
  for (const [piece, closing, tag, inside = ''] of strings.join(HOLE).matchAll(pieces)) {
    if (piece === HOLE) steps.push(child);
    else if (!tag) steps.push(words(piece));
    else if (closing) steps.push(close);
    else {
      steps.push(open(tag));
      for (const [, name = '', value = '', hole] of inside.matchAll(attributes)) {
        steps.push(attribute(name, hole ? null : value));
      }
      if (inside.endsWith('/')) steps.push(close);
    }
  }
  recipes.set(strings, steps);
  return steps;
}

const words =
  (text: string): Step =>
  (at) => {
    at.append(text);
    return at;
  };

const svg = 'http://www.w3.org/2000/svg';

const open =
  (tag: string): Step =>
  (at) =>
    at.appendChild(
      tag === 'svg' || at instanceof SVGElement
        ? document.createElementNS(svg, tag)
        : document.createElement(tag),
    );

const close: Step = (at) => at.parentNode as ParentNode;

const child: Step = (at, holes) => {
  holes.push(childPart(at));
  return at;
};

const attribute =
  (name: string, value: string | null): Step =>
  (at, holes) => {
    if (value === null) holes.push(attributePart(at as Element, name));
    else (at as Element).setAttribute(name, value);
    return at;
  };

function attributePart(element: Element, name: string): Part {
  const bare = name.slice(1);
  let last: unknown;
  if (name.startsWith('@')) element.addEventListener(bare, (event) => (last as Part)(event));
  return (value) => {
    if (value === last) return;
    last = value;
    if (name.startsWith('.')) Reflect.set(element, bare, value);
    else if (name.startsWith('?')) element.toggleAttribute(bare, Boolean(value));
    else if (value === null || value === undefined) element.removeAttribute(name);
    else if (!name.startsWith('@')) element.setAttribute(name, value as string);
  };
}

/** A place at the end of a node, for a template, a list or words; null, undefined and false are none. */
export function childPart(at: ParentNode): Part {
  const start = at.appendChild(new Comment());
  const end = at.appendChild(new Comment());
  let drawn: unknown;
  let draw: Part;
  return (value) => {
    const kind =
      value instanceof Template ? value.strings : Array.isArray(value) ? listPart : textPart;
    if (kind !== drawn) {
      drawn = kind;
      while (start.nextSibling !== end) start.nextSibling?.remove();
      draw = typeof kind === 'function' ? kind(end) : templatePart(kind, end);
    }
    draw(value);
  };
}

function textPart(end: ChildNode): Part {
  const text = new Text();
  end.before(text);
  let last: unknown = '';
  return (value) => {
    if (value !== last) text.data = (value === false ? '' : (value ?? '')) as string;
    last = value;
  };
}

/** Items are told apart by their place alone. */
function listPart(end: ChildNode): Part {
  const items: Part[] = [];
  return (values) => {
    const list = values as readonly unknown[];
    for (let i = items.length; i < list.length; i++) {
      const made = document.createDocumentFragment();
      items.push(childPart(made));
      end.before(made);
    }
    items.forEach((item, i) => item(list[i]));
  };
}

/** Filled before it is shown: an element within gets its properties before it is connected. */
function templatePart(strings: readonly string[], end: ChildNode): Part {
  const made = document.createDocumentFragment();
  const holes: Part[] = [];
  recipeOf(strings).reduce<ParentNode>((at, step) => step(at, holes), made);
  return (template) => {
    const { values } = template as Template;
    holes.forEach((hole, i) => hole(values[i]));
    if (made.firstChild) end.before(made);
  };
}
