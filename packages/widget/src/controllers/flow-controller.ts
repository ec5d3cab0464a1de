import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { createApi } from '../api/client.ts';
import type { Message, Send } from '../flow/message.ts';
import { recall, runEffect, type Stage, type World } from '../flow/run-effect.ts';
import { initialState, type State } from '../flow/state.ts';
import { transition } from '../flow/transition.ts';
import { newId } from '../lib/ids.ts';
import type { Kit } from '../kit.ts';

export interface FlowHost extends ReactiveControllerHost, Stage {
  readonly apiKey: string;
  readonly base: string;
  readonly language: string;
  /** More styles than it began with. */
  wear(styles: string): void;
}

/** Holds the state and does what transitions ask for. Lives on when its element moves about the page. */
export class FlowController implements ReactiveController {
  state: State = initialState;
  #host: FlowHost;
  /** The code that few need, once it was wanted. */
  kit: Kit | null = null;
  #recalled = '';
  /** News for a property this element no longer speaks for is thrown away. */
  #era = 0;

  constructor(host: FlowHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener('online', this.#onLine);
    addEventListener('offline', this.#onLine);
    addEventListener('focus', this.#onSight);
    document.addEventListener('visibilitychange', this.#onSight);
    this.#onLine();
    this.#onSight();
    this.recall();
  }

  hostDisconnected(): void {
    removeEventListener('online', this.#onLine);
    removeEventListener('offline', this.#onLine);
    removeEventListener('focus', this.#onSight);
    document.removeEventListener('visibilitychange', this.#onSight);
    this.#take({ type: 'visible', visible: false });
  }

  /** What this browser knows for the key; once per key. */
  recall(): void {
    const { apiKey } = this.#host;
    if (!apiKey || this.#recalled === apiKey) return;
    if (this.#recalled) this.#restart();
    this.#recalled = apiKey;
    for (const message of recall(apiKey, Date.now())) this.#take(message);
  }

  send: Send = (deed) => this.#take(deed);

  #restart(): void {
    const { open } = this.state;
    this.#era++;
    this.state = initialState;
    if (open) queueMicrotask(() => this.#take({ type: 'open' }));
  }

  #onLine = (): void => this.#take({ type: 'online', online: navigator.onLine });

  #onSight = (): void =>
    this.#take({ type: 'visible', visible: document.visibilityState === 'visible' });

  async #bringKit(): Promise<boolean> {
    try {
      ({ kit: this.kit } = await import('../kit.ts'));
      this.#host.wear(this.kit.styles);
      return true;
    } catch {
      // Offline, or a page from before an update: the manage link does what it would.
      return false;
    }
  }

  #take(message: Message): void {
    const host = this.#host;
    const moment = {
      now: Date.now(),
      id: newId(),
      locale: host.language,
      page: location.href.slice(0, 2000),
    };
    const { state, effects } = transition(this.state, message, moment, this.kit?.moves);
    const era = this.#era;
    const changed = state !== this.state;
    this.state = state;
    if (changed) host.requestUpdate();
    if (effects.length === 0) return;
    const world: World = {
      api: createApi({ base: host.base, key: host.apiKey }),
      key: host.apiKey,
      send: (news) => {
        if (era === this.#era) this.#take(news);
      },
      stage: host,
      bringKit: () => this.#bringKit(),
      runKit: (effect) => void this.kit?.run(effect, world),
      typingMs: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 650,
    };
    for (const effect of effects) void runEffect(effect, world);
  }
}
