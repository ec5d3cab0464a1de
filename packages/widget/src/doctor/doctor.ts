/**
 * `?luma-doctor=1` in a page's address: names what is wrong with this embed, and the fix for each. An entry of its own,
 * `widget/doctor.js`, that shares no loaded module with the widget: it must work where the widget does not. Only pages
 * with that address load it.
 */
import { version } from '../lib/version.ts';
import { collectFacts } from './collect/collect-facts.ts';
import { PolicyWatch } from './collect/policy.ts';
import { diagnose } from './diagnose.ts';
import type { Facts } from './facts.ts';
import { Overlay } from './view.ts';
import { finding } from './words.ts';

/** Does it once, whoever asks: the launcher and the element may have come from different addresses. */
export function examinePage(): void {
  if (!document.querySelector('[data-luma-doctor]')) void examine();
}

async function examine(): Promise<void> {
  const policy = new PolicyWatch();
  policy.start();
  const check = async () => {
    overlay.showChecking();
    try {
      const facts = await collectFacts(policy, overlay.host);
      overlay.show({ findings: diagnose(facts), about: aboutOf(facts) });
    } catch (error) {
      const findings = [finding('CHECK_FAILED', { error: String(error) })];
      overlay.show({ findings, about: `${location.host} · widget ${version}` });
    }
  };
  const overlay = new Overlay(() => {
    policy.reset();
    void check();
  });
  overlay.open();
  await pageReady();
  await check();
}

function aboutOf({ servers, registered, version }: Facts): string {
  const [server] = servers;
  return [
    location.host || 'A file',
    `widget ${registered ?? version}`,
    ...(server?.version ? [`server ${server.version}`] : []),
  ].join(' · ');
}

/** The page has its elements and styles. A picture that never comes does not matter. */
async function pageReady(): Promise<void> {
  if (document.readyState !== 'complete') {
    await new Promise((done) => {
      addEventListener('load', done, { once: true });
      setTimeout(done, 5000);
    });
  }
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
}

examinePage();
