import { loadCold } from '../browser/load-page.ts';
import type { SignedIn } from '../browser/sign-in.ts';
import type { BenchPlatform } from '../platform/start-platform.ts';
import { type Figure, figure } from '../report/figure.ts';
import type { MeasureContext } from './context.ts';
import { scriptKib } from './pages.ts';

const SCRIPT_KIB = 280;

/** P1: the page of all pages that takes most JavaScript. Bytes do not vary: each is loaded once. */
export async function measureLargestPage(
  { portalUrl, names }: BenchPlatform,
  viewer: SignedIn,
  context: MeasureContext,
): Promise<Figure[]> {
  const paths = ['/', '/waves', `/applications/argocd/${names[0]}`, '/new', '/new/web-service', '/changes', '/audit'];
  const pages: { path: string; kib: number }[] = [];
  for (const path of paths) {
    const load = await loadCold({ url: portalUrl + path, selector: 'main h1', as: viewer });
    pages.push({ path, kib: scriptKib(load) });
  }
  pages.sort((a, b) => b.kib - a.kib);
  context.say(`  JavaScript: ${pages.map(({ path, kib }) => `${path} ${Math.round(kib)} KiB`).join(', ')}`);
  const [largest] = pages;
  return [
    figure({
      goal: 'P1',
      what: `JavaScript of the largest page, ${largest?.path}`,
      unit: 'KiB',
      limit: SCRIPT_KIB,
      samples: [largest?.kib ?? Number.POSITIVE_INFINITY],
      baseline: { label: 'the dashboard', samples: [pages.find(({ path }) => path === '/')?.kib ?? 0] },
    }),
  ];
}
