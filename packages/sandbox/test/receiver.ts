import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Received {
  method: string;
  headers: IncomingMessage['headers'];
  /** The headers' names as they were sent. */
  names: string[];
  body: string;
  number: number;
}

/** Receives pushes. It answers the statuses in `answers`, then 200; 0 hangs up, -1 never answers. */
export class Receiver {
  readonly received: Received[] = [];
  readonly answers: number[] = [];
  address = '';
  #waiting: (() => void)[] = [];

  async listen(): Promise<this> {
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        this.received.push({
          method: request.method ?? '',
          headers: request.headers,
          names: request.rawHeaders.filter((_, index) => index % 2 === 0),
          body,
          number: Number(request.headers['x-goog-message-number']),
        });
        for (const wake of this.#waiting.splice(0)) wake();
        const status = this.answers.shift() ?? 200;
        if (status === -1) return;
        if (status === 0) request.socket.destroy();
        else if (status === 102) response.writeProcessing();
        else response.writeHead(status, status === 302 ? { Location: this.address } : {}).end();
      });
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    onTestFinished(() => {
      server.close();
      server.closeAllConnections();
    });
    this.address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
    return this;
  }

  /** Resolves when this many messages have arrived. */
  async atLeast(count: number): Promise<void> {
    while (this.received.length < count) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
  }

  states(): unknown[] {
    return this.received.map(({ headers }) => headers['x-goog-resource-state']);
  }

  numbers(): number[] {
    return this.received.map(({ number }) => number);
  }
}
