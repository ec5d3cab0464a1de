/** Where the launcher is drawn, and what of the page is in its way. */
import type { Culprit, PlaceFacts } from '../facts.ts';

export function placeOf(widget: HTMLElement, overlay: HTMLElement): PlaceFacts {
  const inline = widget.getAttribute('mode') === 'inline';
  const target = widget.shadowRoot?.querySelector<HTMLElement>('.panel, .launcher') ?? null;
  const seen = inline ? widget : target;
  const box = seen?.getBoundingClientRect();
  const nowhere = {
    drawn: false,
    hiddenBy: null,
    movedBy: null,
    coveredBy: null,
    offScreen: false,
  };
  if (!seen || !box) return { ...nowhere, hiddenBy: hidingAncestor(widget) };
  const hiddenBy = hidingAncestor(seen) ?? (box.width && box.height ? null : noSize(seen));
  const offScreen = !inline && !isInWindow(box);
  return {
    drawn: target !== null,
    hiddenBy,
    movedBy: inline || hiddenBy ? null : movingAncestor(widget, box),
    coveredBy: hiddenBy || offScreen ? null : coverOf(widget, box, overlay),
    offScreen,
  };
}

/** The parent in the drawn tree: out of a shadow root to its host, into a slot. */
const drawnParent = (element: Element): Element | null =>
  element.assignedSlot ??
  element.parentElement ??
  (element.getRootNode() instanceof ShadowRoot ? (element.getRootNode() as ShadowRoot).host : null);

function* ancestors(element: Element): Generator<Element> {
  for (let one: Element | null = element; one; one = drawnParent(one)) yield one;
}

function hidingAncestor(from: Element): Culprit | null {
  for (const element of ancestors(from)) {
    const style = getComputedStyle(element);
    const property =
      style.display === 'none'
        ? 'display: none'
        : Number(style.opacity) < 0.1 && !isOurs(element)
          ? `opacity: ${style.opacity}`
          : style.contentVisibility === 'hidden'
            ? 'content-visibility: hidden'
            : null;
    if (property) return { selector: selectorOf(element), property };
  }
  const { visibility } = getComputedStyle(from);
  if (visibility === 'visible') return null;
  // Visibility is inherited: its cause is the outermost element that has it.
  const cause = [...ancestors(from)]
    .reverse()
    .find((element) => getComputedStyle(element).visibility === visibility);
  return { selector: selectorOf(cause ?? from), property: `visibility: ${visibility}` };
}

/** The widget's own parts fade in. */
const isOurs = (element: Element): boolean => element.getRootNode() instanceof ShadowRoot;

const noSize = (element: Element): Culprit => ({
  selector: selectorOf(element),
  property: 'no width or height',
});

/** What makes an element the frame of `position: fixed` for its descendants, with the value that does not. */
const frames = {
  transform: 'none',
  translate: 'none',
  rotate: 'none',
  scale: 'none',
  perspective: 'none',
  filter: 'none',
  'backdrop-filter': 'none',
} as const;

function movingAncestor(widget: Element, box: DOMRect): Culprit | null {
  // In a window without anything to scroll, a frame as large as the window moves nothing.
  const root = document.documentElement;
  const scrolls = root.scrollHeight > innerHeight + 1;
  const parent = drawnParent(widget);
  if (!parent || (!scrolls && isInWindow(box))) return null;
  for (const element of ancestors(parent)) {
    const style = getComputedStyle(element);
    for (const [name, none] of Object.entries(frames)) {
      const value = style.getPropertyValue(name);
      if (value && value !== none && !(element === root && /filter/.test(name)))
        return { selector: selectorOf(element), property: `${name}: ${value.slice(0, 60)}` };
    }
    for (const [name, pattern] of [
      ['contain', /paint|layout|strict|content/],
      ['will-change', /transform|translate|rotate|scale|perspective|filter/],
    ] as const) {
      const value = style.getPropertyValue(name);
      if (pattern.test(value))
        return { selector: selectorOf(element), property: `${name}: ${value}` };
    }
  }
  return null;
}

const isInWindow = ({ left, right, top, bottom }: DOMRect): boolean => {
  const { clientWidth } = document.documentElement;
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  return x > 0 && y > 0 && x < clientWidth && y < innerHeight;
};

/** What visitors would hit in place of the widget. The overlay of the doctor itself does not count. */
function coverOf(widget: HTMLElement, box: DOMRect, overlay: HTMLElement): string | null {
  const points = [0.5, 0.25, 0.75].map((part) => [
    box.left + box.width * part,
    box.top + Math.min(box.height, innerHeight) / 2,
  ]);
  for (const [x = 0, y = 0] of points) {
    const [top] = document.elementsFromPoint(x, y).filter((one) => one !== overlay);
    if (!top || holds(top, widget)) return null;
    if (x === points.at(-1)?.[0]) return selectorOf(top);
  }
  return null;
}

/** Whether the widget is in the element, also through shadow roots, or is it. */
const holds = (element: Element, widget: Element): boolean =>
  [...ancestors(widget)].includes(element) || widget.contains(element);

export function selectorOf(element: Element): string {
  const { localName, id, classList } = element;
  const root = element.getRootNode();
  if (root instanceof ShadowRoot && root.host.localName === 'luma-leasing')
    return `luma-leasing ::part(${element.part[0] ?? localName})`;
  if (id) return `${localName}#${id}`;
  return [localName, ...[...classList].slice(0, 2)].join('.');
}
