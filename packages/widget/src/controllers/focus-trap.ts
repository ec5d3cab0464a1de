/** The focused element, also inside shadow roots. */
export function deepActiveElement(): Element | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
}

/** Tab and Shift+Tab wrap around inside the panel. */
export function trapTab(event: KeyboardEvent, panel: HTMLElement): void {
  if (event.key !== 'Tab') return;
  const tabStops = [...panel.querySelectorAll<HTMLElement>('a, button, input, textarea')].filter(
    (element) =>
      element.tabIndex >= 0 && !element.matches(':disabled') && element.getClientRects().length > 0,
  );
  const [first, last] = [tabStops[0], tabStops.at(-1)];
  const active = deepActiveElement();
  const atEnd = event.shiftKey ? active === first || active === panel : active === last;
  if (!atEnd) return;
  event.preventDefault();
  (event.shiftKey ? last : first)?.focus();
}
