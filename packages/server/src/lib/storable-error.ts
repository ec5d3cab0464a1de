/**
 * The message of an error in a form that the database accepts. Others wrote it, and a NUL would make the write
 * fail.
 */
export const storableError = (error: unknown): string => {
  const message = error instanceof Error ? error.message : String(error);
  return message
    .replace(/\p{Cc}+/gu, ' ')
    .slice(0, 500)
    .toWellFormed();
};
