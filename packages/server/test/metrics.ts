import { testSettings } from './world.ts';

interface App {
  request(path: string, init?: RequestInit): Response | Promise<Response>;
}

/** Requests the figures like Prometheus. */
export const askMetrics = async (app: App, token = testSettings.METRICS_TOKEN): Promise<Response> =>
  app.request('/metrics', { headers: { Authorization: `Bearer ${token}` } });

export const metricsOf = async (app: App): Promise<string> => (await askMetrics(app)).text();
