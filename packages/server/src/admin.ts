import { ConfigError, readConfig } from './config.ts';

/** `pnpm admin …`: what an operator does from a terminal, through the running server. */
const usage = `Usage:
  pnpm admin connect-link <property> <agent's email>   print a one-time link that connects a calendar

The server must be running, with the same settings (APP_URL, CRON_SECRET) as this command; the demo's are
read from .data/demo.env.`;

const [command, property, agent] = process.argv.slice(2);
if (command !== 'connect-link' || !property || !agent) {
  console.error(usage);
  process.exit(2);
}

const { APP_URL, CRON_SECRET } = settings();
const answer = await fetch(`${APP_URL}/api/lumaleasing/calendar/connect-link`, {
  method: 'POST',
  headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${CRON_SECRET}` },
  body: JSON.stringify({ property, agent }),
}).catch(() => undefined);
const body = (await answer?.json()) as { url?: string; error?: { message: string } } | undefined;
if (body?.url) {
  console.log(body.url);
} else {
  console.error(body?.error?.message ?? `No server answers at ${APP_URL}.`);
  process.exit(1);
}

function settings() {
  try {
    return readConfig();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
