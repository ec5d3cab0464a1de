/**
 * @typedef {{ start: number, end: number }} Timed
 * @typedef {{ column: number, columns: number }} Place
 */

/**
 * Places overlapping events of a day side by side: each gets its column and the number of columns of its group.
 * @template {Timed} T
 * @param {T[]} items
 * @param {number} [least] minimum length of an item, because short ones are drawn taller than they are
 * @returns {Map<T, Place>}
 */
export function placeInColumns(items, least = 0) {
  /** @type {Map<T, Place>} */
  const places = new Map();
  /** @type {T[]} */
  let group = [];
  let groupEnd = -Infinity;
  /** @type {number[]} */
  let columnEnds = [];
  const finish = () => {
    for (const item of group) {
      const place = places.get(item);
      if (place) place.columns = columnEnds.length;
    }
    group = [];
    columnEnds = [];
    groupEnd = -Infinity;
  };
  const sorted = [...items].sort((a, b) => a.start - b.start || b.end - a.end);
  for (const item of sorted) {
    if (item.start >= groupEnd) finish();
    const free = columnEnds.findIndex((end) => end <= item.start);
    const column = free === -1 ? columnEnds.length : free;
    const end = Math.max(item.end, item.start + least);
    columnEnds[column] = end;
    groupEnd = Math.max(groupEnd, end);
    group.push(item);
    places.set(item, { column, columns: 1 });
  }
  finish();
  return places;
}

/**
 * Places bars that span days in as few lanes as possible; `to` is exclusive.
 * @template {{ from: number, to: number }} T
 * @param {T[]} bars
 * @returns {Map<T, number>}
 */
export function placeInLanes(bars) {
  /** @type {Map<T, number>} */
  const lanes = new Map();
  /** @type {number[]} */
  const ends = [];
  for (const bar of [...bars].sort((a, b) => a.from - b.from || b.to - a.to)) {
    const free = ends.findIndex((end) => end <= bar.from);
    const lane = free === -1 ? ends.length : free;
    ends[lane] = bar.to;
    lanes.set(bar, lane);
  }
  return lanes;
}
