/** What a page measures of itself. `watch` runs in the page before anything else, and uses nothing from outside. */
export interface Vitals {
  /** Milliseconds from the tap on the calendar's button to the frame that shows free days. */
  tapToMonth: number;
  /** Input delay to next paint of each interaction. Browsers do not report those under 16 ms. */
  interactions: number[];
  /** Sum of the layout shifts without recent input. */
  shift: number;
}

declare global {
  interface Window {
    vitals(): Promise<Vitals>;
  }
}

export function watch(): void {
  const longest = new Map<number, number>();
  let shift = 0;
  let tapped = 0;
  let tapToMonth = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as PerformanceEventTiming[]) {
      const { interactionId, duration } = entry;
      if (interactionId)
        longest.set(interactionId, Math.max(duration, longest.get(interactionId) ?? 0));
    }
  }).observe({ type: 'event', durationThreshold: 16, buffered: true } as PerformanceObserverInit);
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
      if (Reflect.get(entry, 'hadRecentInput') !== true)
        shift += Number(Reflect.get(entry, 'value'));
  }).observe({ type: 'layout-shift', buffered: true });

  const monthIsThere = () =>
    document.querySelector('luma-leasing')?.shadowRoot?.querySelector('[aria-busy=false] .free');
  const look = () => {
    if (!monthIsThere()) return requestAnimationFrame(look);
    // A task after the frame's callbacks runs when the frame has been drawn.
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => (tapToMonth = performance.now() - tapped), {
      once: true,
    });
    port1.start();
    port2.postMessage(null);
  };
  addEventListener(
    'pointerdown',
    (event) => {
      const label = event.composedPath().find((node) => node instanceof HTMLButtonElement);
      if (!label?.textContent.includes('Schedule a tour')) return;
      tapped = event.timeStamp;
      requestAnimationFrame(look);
    },
    true,
  );
  const nextFrame = () => new Promise((drawn) => requestAnimationFrame(drawn));
  window.vitals = async () => {
    // Browsers report a frame's entries one frame later.
    for (let frame = 0; frame < 3; frame++) await nextFrame();
    return { tapToMonth, interactions: [...longest.values()], shift };
  };
}
