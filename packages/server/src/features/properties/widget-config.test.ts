import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PaletteAnswer, WidgetConfig } from '@luma-leasing/types/property';
import type { ErrorBody } from '@luma-leasing/types/errors';
import { createWorld, type World } from '../../../test/world.ts';
import { palettesOf } from './palette.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ jobs: false });
});
afterAll(() => world.stop());

const get = async (path: string) => {
  const answer = await world.request(`/api/lumaleasing/${path}`);
  return [answer.status, await answer.json()] as const;
};

it('gives the widget the colours of its property [W11]', async () => {
  const [status, body] = await get('config');
  const { brand } = body as WidgetConfig;
  expect(status).toBe(200);
  expect(brand.palettes).toEqual(palettesOf(brand.color));
});

it('gives the widget the colours of any other brand', async () => {
  const [status, body] = await get('palette?color=%231D4ED8');
  expect(status).toBe(200);
  expect((body as PaletteAnswer).palettes.light['accent']).toBe('#1d4ed8');
});

it.each(['', '?color=red', '?color=%231d4ed', '?color=url(x)'])(
  'refuses what is no colour: %s',
  async (query) => {
    const [status, body] = await get(`palette${query}`);
    expect([status, (body as ErrorBody).error.code]).toEqual([422, 'INVALID_REQUEST']);
  },
);
