/** What the operator can mend, said in a sentence together with how. It is shown without a stack. */
export class OperatorError extends Error {
  override readonly name: string = 'OperatorError';
}

/** Ends a program that cannot go on. Only a fault of ours has a stack. */
export function giveUp(error: unknown): never {
  console.error(error instanceof OperatorError ? error.message : error);
  process.exit(1);
}
