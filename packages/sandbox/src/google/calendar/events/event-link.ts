import type { World } from '../../../world.ts';

/** Where a person can look at the event: the sandbox's own page. */
export function eventLink(world: World, account: string, calendar: string, id: string): string {
  const query = new URLSearchParams({ account, calendar, event: id });
  return `${world.origin}/calendar?${query}`;
}
