/** Chooses who gives a tour if several agents can [A8]. */

export interface AssignmentCandidate {
  id: string;
  /** Confirmed tours of this agent on the local date of the new one. */
  toursThatDay: number;
  /** When this agent was last given a tour, epoch ms; null: never. */
  lastAssignedAt: number | null;
}

/**
 * The ids of the candidates, best first: the agent whom the prospect knows, then the fewest tours that day, then
 * round robin (least recently assigned; never assigned first), then by id, so that the order is total.
 */
export function rankAgents(
  candidates: readonly AssignmentCandidate[],
  existingAgentId: string | null,
): string[] {
  const ranked = candidates.map((candidate) => ({
    id: candidate.id,
    isStranger: candidate.id === existingAgentId ? 0 : 1,
    toursThatDay: candidate.toursThatDay,
    lastAssigned: candidate.lastAssignedAt ?? -Infinity,
  }));
  ranked.sort(
    (a, b) =>
      a.isStranger - b.isStranger ||
      a.toursThatDay - b.toursThatDay ||
      // -Infinity minus -Infinity is NaN, which is falsy, so that the id decides.
      a.lastAssigned - b.lastAssigned ||
      (a.id < b.id ? -1 : 1),
  );
  return ranked.map((candidate) => candidate.id);
}
