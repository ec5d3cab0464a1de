import type { TeamTour } from '@luma-leasing/types/dashboard';

/** The demo's manager, signed in to the dashboard's API. */
export class Manager {
  readonly #server: string;
  readonly #cookie: string;

  private constructor(server: string, cookie: string) {
    this.#server = server;
    this.#cookie = cookie;
  }

  static async signIn(server: string): Promise<Manager> {
    const answer = await fetch(`${server}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: server },
      body: JSON.stringify({ email: 'manager@example.com', password: 'demo-maple-court' }),
    });
    if (!answer.ok) throw new Error(`not signed in: ${answer.status} ${await answer.text()}`);
    const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
    return new Manager(server, cookies.join('; '));
  }

  async tour(id: string): Promise<TeamTour> {
    const answer = await fetch(`${this.#server}/api/dashboard/tours/${id}`, {
      headers: { cookie: this.#cookie },
    });
    if (!answer.ok) throw new Error(`tour: ${answer.status} ${await answer.text()}`);
    return ((await answer.json()) as { tour: TeamTour }).tour;
  }
}
