/** A handler throws this when it was told when to come back. It does not count as a failed try. */
export class RetryLater extends Error {
  override readonly name = 'RetryLater';
  readonly seconds: number;

  constructor(seconds: number, reason: string) {
    super(reason);
    this.seconds = Math.max(1, Math.ceil(seconds));
  }
}
