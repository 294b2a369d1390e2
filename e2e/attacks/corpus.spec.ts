import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext } from '@playwright/test';
import { type Address, addressesOf } from '../support/attacks/addresses.ts';
import { readBuildRoutes } from '../support/attacks/build-routes.ts';
import { readEveryRow } from '../support/attacks/every-row.ts';
import { haveWritten, NOTE } from '../support/attacks/have-written.ts';
import { APPLICATION_FIELDS } from '../support/attacks/hostile-objects.ts';
import { type HostilePlatform, startHostilePlatform } from '../support/attacks/hostile-platform.ts';
import { TEMPLATE_FIELDS } from '../support/attacks/hostile-template.ts';
import { openChange } from '../support/attacks/open-change.ts';
import { linkPayloads, PROTOTYPE_NAMES, textPayloads } from '../support/attacks/payloads.ts';
import { EMPTY_PAGES } from '../support/attacks/rights.ts';
import { type PageWatch, watchPage } from '../support/attacks/watch-page.ts';
import { openPalette } from '../support/keys.ts';
import { sendRaw } from '../support/raw-request.ts';
import { signIn } from '../support/sign-in.ts';
import { expect, test } from '../support/test.ts';

const isLong = process.env.PORTOLAN_LONG === '1';
test.describe.configure({ mode: 'serial', timeout: isLong ? 3_600_000 : 240_000 });

let hostile: HostilePlatform;
let context: BrowserContext;
let cookie: string;
let change: string;
let run: string;

test.beforeAll(async ({ browser }) => {
  hostile = await startHostilePlatform(isLong ? 200 : 60);
  context = await browser.newContext({ baseURL: hostile.portal.url, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto('/');
  await signIn(page, 'ada');
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  await page.close();
  const session = (await context.cookies()).find(({ name }) => name === 'portolan_session');
  hostile.canaries.know('session', session?.value ?? 'there is none');
  cookie = `portolan_session=${session?.value}`;
  change = await openChange(hostile.portal, cookie, 'of-hostile-people');
  run = await haveWritten(hostile, cookie, change);
});
test.afterAll(async () => {
  await context.close();
  await hostile.stop();
});

/** The portal's, the forges', and the sandbox's own page, which the strip leads to. */
function ownHosts(): string[] {
  const { gitlab, github, gitea, controlUrl } = hostile.sandbox;
  return [hostile.portal.url, gitlab.url, github.url, gitea.url, controlUrl].map((url) => new URL(url).host);
}

const query = (text: string) => encodeURIComponent(text);

/** Everything that the build can be asked for, about what is hostile. */
function addressesAbout(application: string): Address[] {
  return addressesOf(readBuildRoutes(), {
    application: `hostile/${application}`,
    change,
    request: run,
    runner: 'gitlab/1',
    template: 'hostile',
  });
}

/** What pages read of their addresses; each is given to every page, whether that reads it or not. */
const ASKED = ['q', 'sort', 'standing', 'wave', 'subject', 'before', 'returnTo', 'on', 'model', 'size', 'context'];

/** Every page of the build, and with what was typed instead of what it is about. */
function pages(): string[] {
  const shown = hostile.applications.flatMap(addressesAbout).filter(({ isPage }) => isPage);
  const routes = readBuildRoutes().pages.filter((route) => !EMPTY_PAGES.includes(route));
  const typed = [...PROTOTYPE_NAMES, ...textPayloads(isLong ? 200 : 3)].flatMap((payload) =>
    routes.map((route) =>
      route.includes('[')
        ? route.replaceAll(/\[[^\]]+\]/g, query(payload))
        : `${route}?${ASKED.map((name) => `${name}=${query(payload)}`).join('&')}`,
    ),
  );
  return [...new Set([...shown.map(({ path }) => path), ...typed])].filter((path) => !EMPTY_PAGES.includes(path));
}

test('no hostile text runs, becomes an element or leads anywhere, and every field of it is shown', async () => {
  const achieved: string[] = [];
  let shown = '';
  const left = pages();
  const visit = async () => {
    const page = await context.newPage();
    const watch = await watchPage(page, ownHosts());
    for (let path = left.shift(); path !== undefined; path = left.shift()) {
      await page.goto(path);
      await page.getByRole('main').waitFor();
      if (path === '/new/hostile') {
        // The form is drawn once the browser has looked for a draft.
        await page.getByRole('main').getByRole('textbox').first().waitFor();
      }
      if (path === `/changes/${change}`) {
        // What is said on the forge is asked for apart.
        await expect(page.getByRole('main')).toContainText(NOTE);
      }
      shown += await page.getByRole('main').textContent();
      achieved.push(...(await watch.achieved()));
    }
    await page.close();
  };
  await Promise.all([visit(), visit()]);
  expect(achieved).toEqual([]);
  expect(shown).not.toContain('This page could not be shown');
  const others = ['person', 'node', 'product', 'model', 'runner', 'tag', 'prompt'];
  const fields = [...APPLICATION_FIELDS, ...TEMPLATE_FIELDS, ...others];
  expect(fields.filter((field) => !shown.includes(`@${field}@`))).toEqual([]);
});

test('what the live line brings does no more, nor what the palette lists', async () => {
  const page = await context.newPage();
  const watch = await watchPage(page, ownHosts());
  await page.goto(`/applications/hostile/${hostile.applications[0]}`);
  hostile.touch(hostile.applications[0] ?? '', `@live@ ${textPayloads(200).slice(0, 20).join(' ')}`);
  await expect(page.getByRole('main')).toContainText('@live@');
  await openPalette(page);
  await page.getByRole('combobox').fill('card');
  await expect(page.getByRole('option').first()).toContainText('@card-title@');
  expect(await watch.achieved()).toEqual([]);
  await page.close();
});

test('the way in tells nothing that runs and leads to no other place', async ({ browser }) => {
  const stranger = await browser.newContext({ baseURL: hostile.portal.url });
  const page = await stranger.newPage();
  const watch: PageWatch = await watchPage(page, ownHosts());
  for (const text of [...linkPayloads(), ...textPayloads(4)]) {
    await stranger.addCookies([
      { name: 'portolan_problem', value: Buffer.from(text).toString('base64url'), url: hostile.portal.url },
      { name: 'portolan_theme', value: query(text), url: hostile.portal.url },
    ]);
    await page.goto(`/sign-in?returnTo=${query(text)}`);
    await expect(page.getByRole('button', { name: /Sign in with/ })).toBeVisible();
    expect(await watch.achieved()).toEqual([]);
  }
  await stranger.close();
});

test('none of the planted secrets is in an answer, in the log, in the database or on the forge', async () => {
  const { canaries } = hostile;
  expect(canaries.all().length, 'planted').toBeGreaterThanOrEqual(50);
  expect(hostile.knowTokens(), 'tokens of people').toBeGreaterThan(1);
  const [first] = canaries.all();
  expect(canaries.findIn(`x ${btoa(`${first?.value}`)}`)).toEqual([first?.where]);
  const found: string[] = [];
  const look = (where: string, text: string) =>
    found.push(...canaries.findIn(text).map((what) => `${what}, in ${where}`));
  const paths = [
    ...pages(),
    ...new Set(hostile.applications.flatMap(addressesAbout).map(({ path }) => path)),
    '/api/views/nothing',
    '/api/views/waves?params=%7B',
    `/api/live?topic=application/hostile/${hostile.applications[0]}@x1.0`,
    '/api/session/callback?state=x&code=y&error_description=z',
  ];
  const shown: string[] = [];
  for (const path of paths) {
    for (const headers of [{ cookie }, { cookie, rsc: '1' }, {}]) {
      const answer = await sendRaw({ port: hostile.portal.port, path, headers });
      if (answer.status === 200 && headers.cookie === cookie) {
        shown.push(path);
      }
      look(`${path} ${JSON.stringify(headers).includes('rsc')}`, `${JSON.stringify(answer.headers)} ${answer.body}`);
    }
  }
  expect(shown.length, 'answers that show something').toBeGreaterThan(60);
  await hostile.fail(async () => {
    for (const path of ['/', `/changes/${change}`, '/new/hostile', '/api/views/connections', '/api/views/sources']) {
      look(
        `${path} while everything fails`,
        (await sendRaw({ port: hostile.portal.port, path, headers: { cookie } })).body,
      );
    }
  });
  const forge = hostile.sandbox.gitlab.inspect.mergeRequests('platform/gitops-platform');
  look('the forge', JSON.stringify(forge));
  expect(JSON.stringify(forge)).toContain('of-hostile-people');
  look('the log', hostile.portal.printed());
  expect(hostile.portal.printed()).toContain('"level":');
  for (const file of globSync('portolan.db*', { cwd: hostile.portal.stateDir })) {
    look('the files of the database', readFileSync(join(hostile.portal.stateDir, file), 'latin1'));
  }
  const rows = readEveryRow(join(hostile.portal.stateDir, 'portolan.db'));
  expect(rows).toContain('of-hostile-people');
  look('the database', rows);
  expect(found).toEqual([]);
});
