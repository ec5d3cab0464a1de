import { splitPolicies } from '../csp.ts';
import type { PolicyFacts, Violation } from '../facts.ts';

interface CspReport {
  body?: {
    effectiveDirective: string;
    blockedURL: string;
    originalPolicy: string;
    disposition: string;
  } | null;
}

/** Listens for violations of the page's policies, also those from before, where the browser keeps them. */
export class PolicyWatch {
  #violations: Violation[] = [];
  #observer: ReportingObserver | null = null;

  start(): void {
    document.addEventListener('securitypolicyviolation', (event) => {
      const { disposition, effectiveDirective, blockedURI, originalPolicy } = event;
      this.#note(disposition, effectiveDirective, blockedURI, originalPolicy);
    });
    if (typeof ReportingObserver === 'undefined') return;
    const read = (reports: unknown[]) => {
      for (const { body } of reports as CspReport[])
        if (body)
          this.#note(
            body.disposition,
            body.effectiveDirective,
            body.blockedURL,
            body.originalPolicy,
          );
    };
    this.#observer = new ReportingObserver(read, { types: ['csp-violation'], buffered: true });
    this.#observer.observe();
    read(this.#observer.takeRecords());
  }

  /** Forgets what was seen, because the page may have been mended. */
  reset(): void {
    this.#violations = [];
  }

  async facts(): Promise<PolicyFacts> {
    // A violation is told some moments after the request has failed.
    await new Promise((done) => setTimeout(done, 100));
    const metas = document.querySelectorAll<HTMLMetaElement>(
      'meta[http-equiv="content-security-policy" i]',
    );
    return {
      violations: this.#violations,
      // A page with a policy of its own may not allow that it is asked.
      texts: metas.length > 0 ? [...metas].map(({ content }) => content) : await headerPolicies(),
      otherLit: Array.isArray(Reflect.get(globalThis, 'litHtmlVersions')),
    };
  }

  /** A policy that only reports blocks nothing. */
  #note(disposition: string, directive: string, blocked: string, policy: string): void {
    const known = this.#violations.some(
      (one) => one.directive === directive && one.blocked === blocked && one.policy === policy,
    );
    if (disposition === 'enforce' && !known) this.#violations.push({ directive, blocked, policy });
  }
}

/** A page may read its own headers. */
async function headerPolicies(): Promise<string[]> {
  try {
    const signal = AbortSignal.timeout(5000);
    const { headers } = await fetch(location.href, { method: 'HEAD', signal });
    return splitPolicies(headers.get('Content-Security-Policy') ?? '');
  } catch {
    return [];
  }
}
