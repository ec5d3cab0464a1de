import { drawnSegments } from './week.js';

/**
 * @typedef {import('./segments.js').Segment} Segment
 * @typedef {{ day: number, start: number, end: number }} Spot
 * @typedef {{
 *   element: HTMLElement,
 *   segment: Segment,
 *   resize: boolean,
 *   fromX: number,
 *   fromY: number,
 *   spot: Spot | undefined,
 * }} Drag
 */

const STEP = 15;
const MINUTES_PER_DAY = 1440;
/** A smaller movement of the pointer is a click. */
const SLACK = 5;

/**
 * Lets a mouse or a pen move and resize the events of a week. A finger scrolls; touch and keyboard have the editor.
 * @param {HTMLElement} root
 * @param {(segment: Segment, spot: Spot) => void} drop
 * @returns {{ isActive: () => boolean }}
 */
export function watchDrags(root, drop) {
  /** @type {Drag | undefined} */
  let drag;

  root.addEventListener('pointerdown', (event) => {
    const target = event.target instanceof Element ? event.target : undefined;
    const element = target?.closest('.day .event');
    const segment = element ? drawnSegments.get(element) : undefined;
    if (!(element instanceof HTMLElement) || segment === undefined) return;
    if (event.button !== 0 || event.pointerType === 'touch') return;
    if (!root.classList.contains('writable')) return;
    drag = {
      element,
      segment,
      resize: target?.classList.contains('grip') ?? false,
      fromX: event.clientX,
      fromY: event.clientY,
      spot: undefined,
    };
  });

  root.addEventListener('pointermove', (event) => {
    if (drag === undefined) return;
    if (drag.spot === undefined) {
      if (Math.hypot(event.clientX - drag.fromX, event.clientY - drag.fromY) < SLACK) return;
      root.setPointerCapture(event.pointerId);
      drag.element.classList.add('dragging');
    }
    drag.spot = spotAt(root, drag, event);
    draw(root, drag.element, drag.spot);
  });

  /** @param {boolean} commit */
  const finish = (commit) => {
    if (drag === undefined) return;
    const { element, segment, spot } = drag;
    drag = undefined;
    if (spot === undefined) return;
    element.classList.remove('dragging');
    if (
      commit &&
      (spot.day !== segment.day || spot.start !== segment.start || spot.end !== segment.end)
    ) {
      drop(segment, spot);
    } else {
      draw(root, element, segment);
    }
  };
  root.addEventListener('pointerup', () => finish(true));
  root.addEventListener('pointercancel', () => finish(false));
  window.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') finish(false);
  });
  return { isActive: () => drag?.spot !== undefined };
}

/**
 * Where the event would be dropped, in steps of a quarter of an hour.
 * @param {HTMLElement} root
 * @param {Drag} drag
 * @param {PointerEvent} event
 * @returns {Spot}
 */
function spotAt(root, { segment, resize, fromY }, event) {
  const columns = [...root.querySelectorAll('.day')];
  const height = columns[0]?.getBoundingClientRect().height ?? MINUTES_PER_DAY;
  const moved = ((event.clientY - fromY) / height) * MINUTES_PER_DAY;
  const length = segment.end - segment.start;
  if (resize) {
    const end = clamp(snap(segment.end + moved), segment.start + STEP, MINUTES_PER_DAY);
    return { day: segment.day, start: segment.start, end };
  }
  const under = columns.findIndex((column) => {
    const { left, right } = column.getBoundingClientRect();
    return event.clientX >= left && event.clientX < right;
  });
  const start = clamp(snap(segment.start + moved), 0, MINUTES_PER_DAY - length);
  return { day: under === -1 ? segment.day : under, start, end: start + length };
}

/**
 * @param {HTMLElement} root
 * @param {HTMLElement} element
 * @param {Spot} spot
 */
function draw(root, element, spot) {
  const column = root.querySelector(`.day[data-day="${spot.day}"]`);
  if (column && element.parentElement !== column) column.append(element);
  element.style.setProperty('--start', String(spot.start));
  element.style.setProperty('--end', String(spot.end));
}

/** @param {number} minutes */
function snap(minutes) {
  return Math.round(minutes / STEP) * STEP;
}

/**
 * @param {number} value
 * @param {number} least
 * @param {number} most
 */
function clamp(value, least, most) {
  return Math.max(least, Math.min(most, value));
}
