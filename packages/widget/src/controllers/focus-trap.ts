/** Everything under a root that Tab reaches, through shadow roots, in order. */
function* tabbable(root: ParentNode): Generator<HTMLElement> {
  for (const element of root.querySelectorAll<HTMLElement>('*')) {
    if (element.closest('[inert]')) continue;
    if (element.shadowRoot) yield* tabbable(element.shadowRoot);
    else if (element.tabIndex >= 0 && !element.matches(':disabled') && element.checkVisibility()) {
      yield element;
    }
  }
}

export function deepActive(): Element | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
}

/** Keeps Tab going round within the panel. */
export function trapTab(event: KeyboardEvent, panel: HTMLElement): void {
  if (event.key !== 'Tab') return;
  const stops = [...tabbable(panel)];
  const [first, last] = [stops[0], stops.at(-1)];
  const active = deepActive();
  const target = event.shiftKey
    ? active === first || active === panel
      ? last
      : null
    : active === last
      ? first
      : null;
  if (!target) return;
  event.preventDefault();
  target.focus();
}
