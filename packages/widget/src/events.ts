import type { ErrorCode } from '@luma-leasing/types/errors';
import type { TourTypeId } from '@luma-leasing/types/property';

/** What the page may know of a tour; nothing about the person who booked it. */
export interface TourDetail {
  id: string;
  startsAt: string;
  endsAt: string;
  timezone: string;
  tourType: TourTypeId;
  /** A practice tour, booked with a `pk_test_…` key. */
  test: boolean;
}

export interface LumaEventDetails {
  /** The panel was opened. */
  'luma-open': null;
  /** The panel was closed. */
  'luma-close': null;
  /** The visitor wrote in the chat. */
  'luma-message': { text: string };
  /** A question or a call-back request reached the team. */
  'luma-lead': { kind: 'question' | 'callback' };
  /** A tour was booked. */
  'luma-tour-booked': TourDetail;
  /** A tour was moved or cancelled. */
  'luma-tour-changed': TourDetail & { status: 'confirmed' | 'cancelled' };
  /** The server refused something, or could not be reached (`UNREACHABLE`). */
  'luma-error': { code: ErrorCode | 'UNREACHABLE'; requestId: string | null };
}

export type LumaEventName = keyof LumaEventDetails;

declare global {
  interface HTMLElementEventMap {
    'luma-open': CustomEvent<LumaEventDetails['luma-open']>;
    'luma-close': CustomEvent<LumaEventDetails['luma-close']>;
    'luma-message': CustomEvent<LumaEventDetails['luma-message']>;
    'luma-lead': CustomEvent<LumaEventDetails['luma-lead']>;
    'luma-tour-booked': CustomEvent<LumaEventDetails['luma-tour-booked']>;
    'luma-tour-changed': CustomEvent<LumaEventDetails['luma-tour-changed']>;
    'luma-error': CustomEvent<LumaEventDetails['luma-error']>;
  }
}

export function dispatchLumaEvent<Name extends LumaEventName>(
  target: EventTarget,
  name: Name,
  detail: LumaEventDetails[Name],
): void {
  target.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
}
