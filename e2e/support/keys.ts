import { expect, type Page } from '@playwright/test';

/** Goes to an area as its shortcut does. A page is there before its script: keys that nobody heard are pressed again. */
export async function goByKeys(page: Page, key: string, path: string): Promise<void> {
  await expect(async () => {
    await page.keyboard.press('g');
    await page.keyboard.press(key);
    await page.waitForURL(`**${path}`, { timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
}

/** Opens the palette as its shortcut does, as soon as the page hears keys. */
export async function openPalette(page: Page): Promise<void> {
  await expect(async () => {
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('combobox')).toBeFocused({ timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
}
