import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

const TIMEOUT_MS = 10_000;

/** Sends one message and answers the status; 0 when none came. It follows no redirect. */
export function postPush(
  address: string,
  headers: Record<string, string>,
  stopped: AbortSignal,
): Promise<number> {
  const send = address.startsWith('https:') ? requestHttps : requestHttp;
  const signal = AbortSignal.any([stopped, AbortSignal.timeout(TIMEOUT_MS)]);
  return new Promise((resolve) => {
    // A connection of its own: one kept open would keep the receiver from closing.
    const request = send(address, { method: 'POST', headers, agent: false, signal });
    request.once('response', (response) => {
      // Nobody reads the rest, nor minds that it breaks off.
      response.on('error', () => undefined).resume();
      resolve(response.statusCode ?? 0);
    });
    // 102 is an answer to Google, while to HTTP it only announces one.
    request.on('information', ({ statusCode }) => {
      if (statusCode !== 102) return;
      resolve(statusCode);
      request.destroy();
    });
    request.on('error', () => resolve(0));
    request.end();
  });
}
