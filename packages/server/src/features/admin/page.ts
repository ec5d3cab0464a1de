/** The size of a page where nobody says one. */
export const usualLimit = 100;

/**
 * A page of a list, of which one row more than its limit was looked for. Pure.
 * @param mark what tells where the page after a row begins.
 */
export const pageOf = <Row>(rows: Row[], limit: number, mark: (row: Row) => string | null) => ({
  items: rows.slice(0, limit),
  next: rows.length > limit ? mark(rows[limit - 1]!) : null,
});
