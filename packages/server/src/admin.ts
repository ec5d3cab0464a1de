/** `pnpm admin …`: what an operator does from a terminal. Mistakes end with 1, a wrong command line with 2. */
import { runCommand } from './admin/run-command.ts';
import { exitWithError } from './lib/operator-error.ts';

const { code, out, err } = await runCommand(process.argv.slice(2)).catch(exitWithError);
if (out) console.log(out);
if (err) console.error(err);
process.exitCode = code;
