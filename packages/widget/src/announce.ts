import type { WidgetConfig } from '@luma-leasing/types/property';
import { adviseOwner } from './advise-owner.ts';
import { dispatchLumaEvent } from './events.ts';
import type { Announcement } from './flow/effect.ts';
import type { Problem } from './flow/state.ts';
import { attribution } from './lib/attribution.ts';

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

export function reportProblem(element: HTMLElement & { base: string }, problem: Problem): void {
  const { code, requestId = null } =
    problem.kind === 'refused' ? problem : ({ code: 'UNREACHABLE' } as const);
  dispatchLumaEvent(element, 'luma-error', { code, requestId });
  void adviseOwner(({ sayProblem }) => sayProblem(code, { from: element, server: element.base }));
}
