import { describe, expect, it } from 'vitest';
import { decideAlert, type PastAlert } from './decide-alert.ts';
import type { Issue } from './find-issues.ts';

const hour = 3_600_000;
const now = Date.parse('2026-01-26T12:00:00Z');
const issue = (key: string): Issue => ({
  reason: 'revoked',
  key,
  agentName: 'Maya',
  about: 'maya@example.com',
  startsAt: null,
});
const ofStatus =
  (status: PastAlert['status']) =>
  (hoursAgo: number, ...subjects: string[]): PastAlert => ({
    status,
    at: now - hoursAgo * hour,
    subjects,
  });
const [alert, failed, queued] = [ofStatus('sent'), ofStatus('failed'), ofStatus('queued')];

describe('an alert [C6, C7]', () => {
  it('is raised for issues that nobody was told of', () => {
    expect(decideAlert([], [], now)).toBeNull();
    expect(decideAlert([issue('a')], [], now)?.key).toBe('a');
    expect(decideAlert([issue('a'), issue('b')], [alert(25, 'a')], now)?.key).toBe('b');
  });

  it('is raised at most once in 24 hours, whatever happens', () => {
    expect(decideAlert([issue('b')], [alert(23, 'a')], now)).toBeNull();
    expect(decideAlert([issue('b')], [alert(24, 'a')], now)?.key).toBe('b');
  });

  it('tells the same issue again only after a week', () => {
    expect(decideAlert([issue('a')], [alert(48, 'a')], now)).toBeNull();
    expect(decideAlert([issue('a')], [alert(7 * 24, 'a')], now)?.key).toBe('a');
  });

  it('counts an issue as told only if the alert was sent; the next try comes after a day', () => {
    expect(decideAlert([issue('a')], [failed(73, 'a')], now)?.key).toBe('a');
    expect(decideAlert([issue('a')], [failed(1, 'a')], now)).toBeNull();
  });

  it('is not raised while another one is queued, which will tell all issues', () => {
    expect(decideAlert([issue('b')], [queued(60, 'a')], now)).toBeNull();
  });
});
