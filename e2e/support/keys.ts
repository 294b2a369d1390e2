import { expect, type Page } from '@playwright/test';

/** Goes to an area as its shortcut does. A page is there before its script: keys that nobody heard are pressed again. */
export async function goByKeys(page: Page, key: string, path: string): Promise<void> {
  await expect(async () => {
    await page.keyboard.press('g');
    await page.keyboard.press(key);
    await page.waitForURL(`**${path}`, { timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
}

/** Goes on with Tab until something of the dialog has the focus, as a person would. */
export async function tabTo(page: Page, role: 'button' | 'checkbox', name?: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  const wanted = name === undefined ? dialog.getByRole(role) : dialog.getByRole(role, { name, exact: true });
  for (let step = 0; step < 8; step += 1) {
    if (await wanted.evaluate((one) => one === document.activeElement)) {
      return;
    }
    await page.keyboard.press('Tab');
  }
  await expect(wanted).toBeFocused();
}

/** Opens the palette as its shortcut does, as soon as the page hears keys. */
export async function openPalette(page: Page): Promise<void> {
  await expect(async () => {
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('combobox')).toBeFocused({ timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
}
