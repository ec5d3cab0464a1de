import type { ErrorCode } from '@luma-leasing/types/errors';

/** Says in the console what only the site's owner can mend. */
export function adviseOwner(from: HTMLElement, code: ErrorCode): void {
  const advice = adviceForOwner[code];
  if (advice) console.error(`[luma-leasing] ${code}: ${advice}`, from);
}

/** Mistakes of the embed, which only the site's owner can mend. */
const adviceForOwner: Partial<Record<ErrorCode, string>> = {
  MISSING_API_KEY: 'give the element an api-key (data-key on the script tag).',
  INVALID_API_KEY:
    'the server does not know this api-key. Copy it again from your LumaLeasing settings.',
  ORIGIN_NOT_ALLOWED: `add ${typeof location === 'undefined' ? 'this origin' : location.origin} to the allowed origins of this key.`,
};
