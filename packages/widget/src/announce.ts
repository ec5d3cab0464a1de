import type { WidgetConfig } from '@luma-leasing/types/property';
import { dispatchLumaEvent } from './events.ts';
import type { Announcement } from './flow/effect.ts';
import type { Problem } from './flow/state.ts';
import { attribution } from './lib/attribution.ts';
import { loadKit } from './load-kit.ts';

declare global {
  interface Window {
    /** Google Tag Manager's queue, where the page has one. */
    dataLayer?: unknown[];
  }
}

/** Dispatches an event to the page. It carries nothing about the visitor but their chat messages. */
export function announce(
  element: HTMLElement,
  { name, detail }: Announcement,
  config: WidgetConfig | null,
): void {
  dispatchLumaEvent(element, name, detail);
  // The page's analytics do not count practice tours.
  if (name !== 'luma-tour-booked' || detail.test || !Array.isArray(window.dataLayer)) return;
  window.dataLayer.push({
    event: 'luma_tour_booked',
    tour_id: detail.id,
    tour_type: detail.tourType,
    tour_starts_at: detail.startsAt,
    property: config?.property.slug ?? null,
    ...attribution(),
  });
}

export function reportProblem(element: HTMLElement, problem: Problem): void {
  if (problem.kind === 'unreachable') {
    return dispatchLumaEvent(element, 'luma-error', { code: 'UNREACHABLE', requestId: null });
  }
  const { code, requestId = null } = problem;
  dispatchLumaEvent(element, 'luma-error', { code, requestId });
  // The site's owner is told of a mistake in the embed, if the kit can be loaded.
  loadKit().then(
    (kit) => kit.adviseOwner(element, code),
    () => undefined,
  );
}
