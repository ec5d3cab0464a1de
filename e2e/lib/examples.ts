import { readFileSync } from 'node:fs';
import { root } from '../../scripts/process.ts';

/** A page of `examples/html`, with the address of the test's server in it. */
export const example = (name: string, server: string): string =>
  readFileSync(`${root}examples/html/${name}`, 'utf8').replaceAll('http://localhost:3000', server);
