/** Marks style sheets for editors and the build, which takes out their white space. */
export const css = String.raw;

/** One sheet of several texts, in their order. */
export function sheetOf(...texts: string[]): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(texts.join(''));
  return sheet;
}
