import type { WidgetConfig } from '@luma-leasing/types/property';
import { fire, type TourDetail } from './events.ts';
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
  event: Announcement,
  config: WidgetConfig | null,
): void {
  switch (event.name) {
    case 'luma-open':
    case 'luma-close':
      return fire(from, event.name, null);
    case 'luma-message':
      return fire(from, event.name, { text: event.text });
    case 'luma-lead':
      return fire(from, event.name, { kind: event.kind });
    case 'luma-tour-booked':
    case 'luma-tour-changed': {
      const { id, startsAt, endsAt, timezone, tourType, test, status } = event.booking;
      const tour: TourDetail = { id, startsAt, endsAt, timezone, tourType, test };
      if (event.name === 'luma-tour-changed') {
        return fire(from, event.name, {
          ...tour,
          status: status === 'cancelled' ? status : 'confirmed',
        });
      }
      fire(from, event.name, tour);
      // A practice tour is in no figure.
      if (test || !Array.isArray(window.dataLayer)) return;
      window.dataLayer.push({
        event: 'luma_tour_booked',
        tour_id: id,
        tour_type: tourType,
        tour_starts_at: startsAt,
        property: config?.property.slug ?? null,
        ...attribution(),
      });
    }
  }
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
