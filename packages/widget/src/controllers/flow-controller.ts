import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { createApi } from '../api/client.ts';
import type { Message, Send } from '../flow/message.ts';
import { recallVisit, runEffect, type EffectContext, type WidgetHost } from '../flow/run-effect.ts';
import { initialState, type State } from '../flow/state.ts';
import { transition } from '../flow/transition.ts';
import type { Kit } from '../kit.ts';
import { loadKit } from '../load-kit.ts';

export interface FlowHost extends ReactiveControllerHost, WidgetHost {
  readonly apiKey: string;
  readonly base: string;
  readonly language: string;
  addStyles(styles: string): void;
}

/** Holds the state and runs the effects. It survives when the page moves its element. */
export class FlowController implements ReactiveController {
  state: State = initialState;
  #host: FlowHost;
  kit: Kit | null = null;
  #recalledKey = '';
  /** Grows with each restart, so that answers for an earlier key are ignored. */
  #generation = 0;

  constructor(host: FlowHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener('online', this.#onConnection);
    addEventListener('offline', this.#onConnection);
    addEventListener('focus', this.#onVisibility);
    document.addEventListener('visibilitychange', this.#onVisibility);
    this.#onConnection();
    this.#onVisibility();
    this.recallVisit();
  }

  hostDisconnected(): void {
    removeEventListener('online', this.#onConnection);
    removeEventListener('offline', this.#onConnection);
    removeEventListener('focus', this.#onVisibility);
    document.removeEventListener('visibilitychange', this.#onVisibility);
    this.#dispatch({ type: 'visibility', visible: false });
  }

  /** Loads what this browser stored for the key, once for each key. */
  recallVisit(): void {
    const { apiKey } = this.#host;
    if (!apiKey || this.#recalledKey === apiKey) return;
    if (this.#recalledKey) this.#restart();
    this.#recalledKey = apiKey;
    for (const message of recallVisit(apiKey, Date.now())) this.#dispatch(message);
  }

  send: Send = (action) => this.#dispatch(action);

  #restart(): void {
    const { open } = this.state;
    this.#generation++;
    this.state = initialState;
    if (open) queueMicrotask(() => this.#dispatch({ type: 'open-panel' }));
  }

  #onConnection = (): void => this.#dispatch({ type: 'connection', online: navigator.onLine });

  #onVisibility = (): void =>
    this.#dispatch({ type: 'visibility', visible: document.visibilityState === 'visible' });

  async #loadKit(): Promise<boolean> {
    try {
      this.kit = await loadKit();
      this.#host.addStyles(this.kit.styles);
      return true;
    } catch {
      // The page is offline or older than the server's files; the manage link still works.
      return false;
    }
  }

  #dispatch(message: Message): void {
    const host = this.#host;
    const moment = {
      now: Date.now(),
      id: newId(),
      locale: host.language,
      page: location.href.slice(0, 2000),
    };
    const { state, effects } = transition(this.state, message, moment, this.kit?.flow);
    const generation = this.#generation;
    const changed = state !== this.state;
    this.state = state;
    if (changed) host.requestUpdate();
    if (effects.length === 0) return;
    const context: EffectContext = {
      api: createApi({ base: host.base, key: host.apiKey }),
      apiKey: host.apiKey,
      send: (event) => {
        if (generation === this.#generation) this.#dispatch(event);
      },
      host,
      loadKit: () => this.#loadKit(),
      runKitEffect: (effect) => void this.kit?.runKitEffect(effect, context),
      typingMs: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 650,
    };
    for (const effect of effects) void runEffect(effect, context);
  }
}

/** A random id of 128 bits. `crypto.randomUUID` is missing on pages without TLS. */
const newId = (): string =>
  [...crypto.getRandomValues(new Uint32Array(4))].map((n) => n.toString(36)).join('');
