import { signIn } from './support/sign-in.ts';
import { expect, test } from './support/test.ts';

test('signing in leads back to where one wanted to go, and signing out ends the session everywhere', async ({
  browser,
  platform,
  stranger,
}) => {
  const second = await browser.newContext({ baseURL: platform.portalUrl });
  const elsewhere = await second.newPage();
  await elsewhere.goto('/waves');
  await signIn(elsewhere, 'rui');
  await expect(elsewhere.getByRole('heading', { level: 1 })).toHaveText('Waves');

  await stranger.goto('/waves?q=git');
  await signIn(stranger, 'rui');
  await expect(stranger).toHaveURL('/waves?q=git');

  await stranger.getByRole('button', { name: /Rui Reyes/ }).click();
  await stranger.getByRole('menuitem', { name: 'Sign out everywhere' }).click();
  await expect(stranger).toHaveURL(/\/sign-in/);
  await elsewhere.goto('/waves');
  await expect(elsewhere).toHaveURL(/\/sign-in/);
  await second.close();
});

test('tokens stay out of the browser', async ({ as, platform }) => {
  const page = await as('dana');
  await page.goto('/');
  const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }) + document.cookie);
  expect(kept).not.toMatch(/token|glpat|eyJ/i);
  const cookies = await page.context().cookies(platform.portalUrl);
  const session = cookies.find(({ name }) => name.includes('session'));
  expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
});

test('a developer sees no door that leads nowhere, and is told why when going there anyway', async ({ as }) => {
  const page = await as('dana');
  await page.goto('/');
  await expect(page.getByRole('navigation').first()).not.toContainText('Audit log');
  await page.goto('/audit');
  await expect(page.getByRole('main')).toContainText('Your role does not allow this');
  const answer = await page.request.post('/api/commands/approve-change', {
    data: { changeId: 'any', sha: 'a'.repeat(40), secondLook: false },
    headers: { origin: new URL(page.url()).origin },
  });
  expect(answer.status()).toBe(403);
});
