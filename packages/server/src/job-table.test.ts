import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { jobs, sweeps } from './job-table.ts';

const docs = (name: string) =>
  readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8');

describe('every kind of work', () => {
  it('is described in architecture.md: what remembers it, and what asks for it again [N5]', () => {
    const remembered = docs('architecture.md');
    for (const { contract } of jobs)
      if (!contract.name.startsWith('sweep-'))
        expect(remembered).toMatch(
          new RegExp(`^\\| \`${contract.name}\` +(\\| *[^ |\n][^|\n]*){3}\\|$`, 'm'),
        );
  });

  it('that runs by the clock has its endpoint in operations.md [P6]', () => {
    const manual = docs('operations.md');
    for (const { path } of sweeps) expect(manual).toContain(`| \`/api/cron/${path}\` `);
  });
});
