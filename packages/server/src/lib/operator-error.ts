/**
 * A fault that the operator can correct. Its message says what is wrong and how to correct it, and is shown without
 * a stack.
 */
export class OperatorError extends Error {
  override readonly name: string = 'OperatorError';
}

/** Ends a program that cannot continue. The stack is shown only for a fault of ours. */
export function exitWithError(error: unknown): never {
  console.error(error instanceof OperatorError ? error.message : error);
  process.exit(1);
}
