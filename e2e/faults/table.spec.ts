import { faultTableRounds } from '../support/fault-table/rounds.ts';
import { type Scene, startScene } from '../support/fault-table/scene.ts';
import { unlistedSources } from '../support/fault-table/unmarked-tabs.ts';
import { expect, test } from '../support/test.ts';

test.describe.configure({ timeout: 180_000 });
test.use({ allowedNoise: /status of (50[0-9]|429)/ });

let scene: Scene;
let end = async () => {};
test.beforeAll(async ({ browser }) => {
  test.setTimeout(180_000);
  scene = await startScene(browser);
  end = scene.close;
});
test.afterAll(() => end());

/** So many times something is broken, while every page is open, for every source at once. */
const ROUNDS = faultTableRounds();

test('the table has at least 60 combinations of a source and a fault', () => {
  expect(new Set(faultTableRounds(true).flatMap(({ cells }) => cells)).size).toBeGreaterThanOrEqual(60);
});

test('whatever a page stands on is listed by the chip of every tab', async () => {
  expect(await unlistedSources(scene)).toEqual([]);
});

for (const { title, play } of ROUNDS) {
  test(title, async ({ noise }) => {
    const { findings, times } = await play(scene);
    test.info().annotations.push(...times.map((description) => ({ type: 'right again after', description })));
    noise.push(...scene.takeNoise());
    if (scene.played === 1) {
      await scene.beginToMeasure();
    }
    expect(findings).toEqual([]);
  });
}

test('nobody is left who listens, and nothing has grown', async () => {
  const { heapGrowthMiB, tabGrowthMiB, openFiles } = await scene.growth();
  expect(heapGrowthMiB, 'of the portal').toBeLessThan(40);
  // The tracer of the tests keeps what it needs in the tabs as well.
  expect(tabGrowthMiB, 'of the tab that grew most').toBeLessThan(15);
  expect(openFiles, 'more files and connections that the portal holds').toBeLessThan(20);
  await scene.pages.close();
  await expect.poll(() => scene.streams()).toBe(0);
});
