/** What an error said, as the database can keep it: others wrote that, and a NUL would make the write itself fail. */
export const storableError = (error: unknown): string => {
  const said = error instanceof Error ? error.message : String(error);
  return said
    .replace(/\p{Cc}+/gu, ' ')
    .slice(0, 500)
    .toWellFormed();
};
