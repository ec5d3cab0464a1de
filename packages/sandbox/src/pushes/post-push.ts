import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

const TIMEOUT_MS = 10_000;

/** Sends one message without following redirects. @returns the status; 0 without an answer. */
export function postPush(
  address: string,
  headers: Record<string, string>,
  stopped: AbortSignal,
): Promise<number> {
  const send = address.startsWith('https:') ? requestHttps : requestHttp;
  const signal = AbortSignal.any([stopped, AbortSignal.timeout(TIMEOUT_MS)]);
  return new Promise((resolve) => {
    // Not kept alive: an open connection would stop the receiver from closing.
    const request = send(address, { method: 'POST', headers, agent: false, signal });
    request.once('response', (response) => {
      // The rest of the answer is not needed.
      response.on('error', () => undefined).resume();
      resolve(response.statusCode ?? 0);
    });
    // Google counts 102 as an answer; for HTTP it is an interim response.
    request.on('information', ({ statusCode }) => {
      if (statusCode !== 102) return;
      resolve(statusCode);
      request.destroy();
    });
    request.on('error', () => resolve(0));
    request.end();
  });
}
