import { expect, it } from 'vitest';
import { startStaticSite, withoutScripts } from './static-site.ts';

it('leaves what people see and drops what would run', () => {
  const html =
    '<head><link rel="stylesheet" href="/a.css"/><link rel="preload" as="script" href="/a.js"/></head>' +
    '<body><script>self.x="<p>"</script><p>40 rows</p><script src="/a.js" async=""></script></body>';
  expect(withoutScripts(html)).toBe('<head><link rel="stylesheet" href="/a.css"/></head><body><p>40 rows</p></body>');
});

it('serves the pages it was given and nothing else', async () => {
  const site = await startStaticSite();
  site.put('/waves', '<p>40 rows</p>');
  const [page, other, outside] = await Promise.all(
    ['/waves', '/nothing', '/_next/static/..%2f..%2fpackage.json'].map((path) => fetch(site.url + path)),
  );
  expect([page?.status, await page?.text(), other?.status, outside?.status]).toEqual([200, '<p>40 rows</p>', 404, 404]);
  await site.close();
});
