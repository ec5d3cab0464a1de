import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** The figures of `/metrics`. Each context has its own registry, so that tests do not share figures. */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    http: new Histogram({
      name: 'luma_http_request_seconds',
      help: 'Time to answer a request',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers,
    }),
    jobs: new Histogram({
      name: 'luma_job_seconds',
      help: 'Time to handle a background job',
      labelNames: ['job', 'outcome'],
      buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 30],
      registers,
    }),
    bookings: new Counter({
      name: 'luma_bookings_total',
      help: 'Attempts to book a tour, by outcome',
      labelNames: ['outcome'],
      registers,
    }),
    tokenRefreshes: new Counter({
      name: 'luma_token_refreshes_total',
      help: 'Refreshes of calendar access tokens, by outcome',
      labelNames: ['outcome'],
      registers,
    }),
    sync: new Counter({
      name: 'luma_calendar_sync_total',
      help: 'Operations of calendar sync, by direction, operation and outcome',
      labelNames: ['direction', 'operation', 'outcome'],
      registers,
    }),
    connections: new Gauge({
      name: 'luma_calendar_connections',
      help: 'Calendar accounts connected, by the state of their grant',
      labelNames: ['token_status'],
      registers,
    }),
    syncDay: new Gauge({
      name: 'luma_calendar_sync_operations_24h',
      help: 'Operations of calendar sync in the last 24 hours, by connection',
      labelNames: ['connection'],
      registers,
    }),
    syncDayFailed: new Gauge({
      name: 'luma_calendar_sync_failed_24h',
      help: 'Those of them that failed',
      labelNames: ['connection'],
      registers,
    }),
    syncDaySuccess: new Gauge({
      name: 'luma_calendar_sync_success_ratio_24h',
      help: 'The share of all of them that did not fail; 1 where nothing was done',
      registers,
    }),
    messages: new Counter({
      name: 'luma_messages_total',
      help: 'Messages to people, by what became of an attempt to send them',
      labelNames: ['kind', 'outcome'],
      registers,
    }),
    pushes: new Counter({
      name: 'luma_calendar_pushes_total',
      help: 'Push notifications received from calendar providers, by outcome',
      labelNames: ['outcome'],
      registers,
    }),
    availability: new Counter({
      name: 'luma_availability_answers_total',
      help: 'Availability answers, by source',
      labelNames: ['source'],
      registers,
    }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
