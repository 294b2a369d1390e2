import type { Page } from '@playwright/test';

export type WebService = { name: string; image?: string };

/** Fills in the golden path's first page; the other pages have values that hold. The page is at `/new/web-service`. */
export async function fillWebService(page: Page, { name, image = 'nginxinc/nginx-unprivileged:1.29' }: WebService) {
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('textbox', { name: 'Image' }).fill(image);
}

/** Turns the pages, from the first to the last. */
export async function goToLastPage(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('heading', { name: 'Size' }).waitFor();
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('heading', { name: 'Settings and place' }).waitFor();
}

/** Goes through the remaining pages and sends the form; ends on the page of the change. */
export async function openMergeRequest(page: Page): Promise<void> {
  await goToLastPage(page);
  await page.getByRole('button', { name: /^(Open a|Update the) merge request$/ }).click();
  await page.waitForURL(/\/changes\/[0-9a-f-]+$/);
}
