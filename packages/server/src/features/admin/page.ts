/** The size of a page if the request names none. */
export const defaultPageSize = 100;

/**
 * One page of a list. Pure.
 * @param rows as many as the limit, or one more if there is a next page.
 * @param mark makes, of the page's last row, the mark with which the next page is asked for.
 */
export const pageOf = <Row>(rows: Row[], limit: number, mark: (row: Row) => string | null) => ({
  items: rows.slice(0, limit),
  next: rows.length > limit ? mark(rows[limit - 1]!) : null,
});
