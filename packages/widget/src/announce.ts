import type { WidgetConfig } from '@luma-leasing/types/property';
import { fire } from './events.ts';
import type { Announcement } from './flow/effect.ts';
import type { Problem } from './flow/state.ts';
import { attribution } from './lib/attribution.ts';

declare global {
  interface Window {
    /** Google Tag Manager's queue, where the page has one. */
    dataLayer?: unknown[];
  }
}

/** Tells the page. Nothing of the person goes out but what they said in the chat: pages hand these events to anyone. */
export function announce(
  from: HTMLElement,
  { name, detail }: Announcement,
  config: WidgetConfig | null,
): void {
  fire(from, name, detail);
  // A practice tour is in no figure.
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

export function complain(from: HTMLElement, problem: Problem): void {
  if (problem.kind === 'unreachable') {
    return fire(from, 'luma-error', { code: 'UNREACHABLE', requestId: null });
  }
  const { code, requestId = null } = problem;
  fire(from, 'luma-error', { code, requestId });
  // A mistake of the embed is told to its owner, where the kit can be had.
  import('./kit.ts').then(
    ({ kit }) => kit.adviseOwner(from, code),
    () => undefined,
  );
}
