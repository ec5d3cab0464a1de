/** A request to a provider, without secrets. */
export interface LoggedRequest {
  time: string;
  method: string;
  path: string;
  query: Record<string, string | string[]>;
  account: string | null;
  /** 0 if the answer was lost on purpose. */
  status: number;
  body: unknown;
  fault: string | null;
}

export interface RequestLog {
  add(entry: LoggedRequest): void;
  list(): LoggedRequest[];
  clear(): void;
}

const KEPT = 1000;

export function createRequestLog(): RequestLog {
  let entries: LoggedRequest[] = [];
  return {
    add(entry) {
      entries.push(entry);
      if (entries.length > KEPT) entries = entries.slice(-KEPT);
    },
    list: () => [...entries],
    clear() {
      entries = [];
    },
  };
}

const SECRET =
  /^(access_token|refresh_token|id_token|token|code|code_verifier|client_secret|assertion)$/;

/** A copy of the value in which every secret is replaced, at any depth. */
export function redact(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redact);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      SECRET.test(key) && typeof inner === 'string' ? '[redacted]' : redact(inner),
    ]),
  );
}
