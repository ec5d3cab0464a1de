import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { jobs, sweeps } from './job-table.ts';

const docs = (name: string) =>
  readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8');

describe('every kind of work', () => {
  it('says in the architecture what remembers it and what asks again [N5]', () => {
    const remembered = docs('architecture.md');
    for (const { contract } of jobs)
      if (!contract.name.startsWith('sweep-'))
        expect(remembered).toMatch(
          new RegExp(`^\\| \`${contract.name}\` +(\\| *[^ |\n][^|\n]*){3}\\|$`, 'm'),
        );
  });

  it('by the clock has its endpoint in the operations manual [P6]', () => {
    const manual = docs('operations.md');
    for (const { path } of sweeps) expect(manual).toContain(`| \`/api/cron/${path}\` `);
  });
});
