/** Marks style sheets for editors, and for the build, which removes their white space. */
export const css = String.raw;

export function styleSheetOf(...texts: string[]): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(texts.join(''));
  return sheet;
}
