/** Words for site owners whose embed sets what cannot be used. A chunk of its own, which a correct embed never loads. */
import { areUsable, type Inputs } from './inputs.ts';

const good: Inputs = { base: 'https:', mode: '', theme: '', color: '', locale: '', strings: {} };
const said = new Set<string>();

/** Says in the console how to correct each input that cannot be used, once on a page. */
export function adviseOnInputs(from: HTMLElement & Inputs): void {
  for (const name of Object.keys(good) as (keyof Inputs)[]) {
    if (areUsable({ ...good, [name]: from[name] })) continue;
    const text = `[luma-leasing] ${advice[name](from[name])}`;
    if (!said.has(text)) console.warn(text, from);
    said.add(text);
  }
}

const advice: Record<keyof Inputs, (value: unknown) => string> = {
  base: (value) =>
    `api-base is ${value ? `${show(value)}, which is no address` : 'missing'}. Write the address of your LumaLeasing server, as in api-base="https://tours.example.com".`,
  mode: (value) =>
    `mode is ${show(value)}. Write mode="floating" (a button in the corner) or mode="inline" (it fills its place on the page). Until then it floats.`,
  theme: (value) =>
    `theme is ${show(value)}. Write theme="light", theme="dark" or theme="auto". Until then each visitor's own setting decides.`,
  color: (value) =>
    `color is ${show(value)}. Write it as # and six digits, as in color="#1d4ed8". Until then the property's own colour is used.`,
  locale: (value) =>
    `locale is ${show(value)}, which is no language tag. Write one such as locale="en-US" or locale="es". Until then the words are English.`,
  strings: (value) =>
    value === '[object Object]'
      ? 'strings is "[object Object]": a framework wrote an object as text. Write strings={JSON.stringify(words)}, or set the property: element.strings = words. Until then our own words are used.'
      : `strings is ${show(value)}. Write an object with texts, in JSON if it is an attribute, as in strings='{"launcher": "Visit us"}'. Until then our own words are used.`,
};

const show = (value: unknown): string => {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return `"${text.length > 60 ? `${text.slice(0, 60)}…` : text}"`;
};
