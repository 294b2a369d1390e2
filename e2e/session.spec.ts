import { expect, test } from './support/test.ts';

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
  for (const [area, path] of [
    ['Audit log', '/audit'],
    ['Connections', '/connections'],
  ] as const) {
    await expect(page.getByRole('navigation').first()).not.toContainText(area);
    await page.goto(path);
    await expect(page.getByRole('main')).toContainText('Your role does not allow this');
    await page.goto('/');
  }
  for (const address of ['/api/views/connections', '/api/live?topic=connections']) {
    expect((await page.request.get(address)).status(), address).toBe(403);
  }
  const answer = await page.request.post('/api/commands/approve-change', {
    data: { changeId: 'any', sha: 'a'.repeat(40), diffHash: 'any', secondLook: false },
    headers: { origin: new URL(page.url()).origin },
  });
  expect(answer.status()).toBe(403);
});
