/** Registers `<luma-leasing>`. It may be loaded twice, and on a server. */
import { isServer } from 'lit';
import { adviseOwner } from './advise-owner.ts';
import { LumaLeasing } from './index.ts';

// With it, this entry's declarations know the element and its events.
export type { LumaLeasing } from './index.ts';

interface RegisteredClass extends CustomElementConstructor {
  version?: string;
  /** The version of a class that came too late: the doctor names it. */
  rival?: string;
}

if (typeof customElements !== 'undefined') {
  const registered: RegisteredClass | undefined = customElements.get('luma-leasing');
  const { version } = LumaLeasing;
  if (!registered) customElements.define('luma-leasing', LumaLeasing);
  else if (registered.version !== version) {
    registered.rival = version;
    const values = { used: registered.version ?? 'an older one', unused: version };
    void adviseOwner(({ say }) => say('TWO_VERSIONS', values));
  }
  if (!isServer && /luma-doctor=1/.test(location.search))
    // A bundler drops a module of which nothing is used.
    void import('./doctor/doctor.ts').then(({ examinePage }) => examinePage());
}
