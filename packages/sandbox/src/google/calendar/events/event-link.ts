import type { World } from '../../../world.ts';

/** The address of the event on the sandbox's page. */
export function eventLink(world: World, account: string, calendar: string, id: string): string {
  const query = new URLSearchParams({ account, calendar, event: id });
  return `${world.origin}/calendar?${query}`;
}
