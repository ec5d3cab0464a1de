/** A client with a number of connections, each with one open request. */
import { Agent, get } from 'node:http';

export interface Load {
  perSecond: number;
  /** Milliseconds. */
  p95: number;
}

export interface Target {
  port: number;
  path(turn: number): string;
  headers(turn: number): Record<string, string>;
}

export async function load(target: Target, lanes: number, milliseconds: number): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: lanes });
  const times: number[] = [];
  let turn = 0;
  const began = performance.now();
  const until = began + milliseconds;
  const lane = async () => {
    while (performance.now() < until) {
      const asked = performance.now();
      await ask(agent, target, turn++);
      times.push(performance.now() - asked);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  const perSecond = times.length / ((performance.now() - began) / 1000);
  agent.destroy();
  times.sort((a, b) => a - b);
  return { perSecond, p95: times[Math.floor(times.length * 0.95)] ?? NaN };
}

/** Returns the body. Any status but 200 rejects, so that refusals do not count as fast answers. */
export function ask(agent: Agent, target: Target, turn: number): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const { port } = target;
  const options = {
    agent,
    host: '127.0.0.1',
    port,
    path: target.path(turn),
    headers: target.headers(turn),
  };
  get(options, (answer) => {
    const chunks: Buffer[] = [];
    answer.on('data', (chunk: Buffer) => chunks.push(chunk));
    answer.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      if (answer.statusCode === 200) resolve(body);
      else reject(new Error(`${answer.statusCode}: ${body.slice(0, 300)}`));
    });
  }).once('error', reject);
  return promise;
}
