import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './test.ts';

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Fails on anything serious that axe finds on the page as it stands. */
export async function expectAccessible(page: Page): Promise<void> {
  await expectNothingGrave(page, new AxeBuilder({ page }).withTags(WCAG));
}

/** The part of it that another theme can change. */
export async function expectReadable(page: Page): Promise<void> {
  await expectNothingGrave(page, new AxeBuilder({ page }).withRules(['color-contrast', 'link-in-text-block']));
}

async function expectNothingGrave(page: Page, axe: AxeBuilder): Promise<void> {
  const { violations } = await axe.analyze();
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(
    grave.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
    `what axe finds on ${page.url()}`,
  ).toEqual([]);
}
