import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Theme = 'light' | 'dark';

const css = readFileSync(new URL('../../app/globals.css', import.meta.url), 'utf8');
const tokens = new Map<string, Record<Theme, string>>();
for (const [, name = '', light = '', dark = ''] of css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\);/g)) {
  tokens.set(name, { light, dark });
}

/** Relative luminance of `#rrggbb`, WCAG 2.2. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string, theme: Theme): number {
  const [high = 0, low = 0] = [one, other]
    .map((name) => luminance(tokens.get(name)?.[theme] ?? ''))
    .sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

const GROUNDS = ['canvas', 'surface', 'raised', 'sunken', 'hover', 'selected'];
const TEXTS = ['ink', 'muted', 'accent-text'];
const TONES = ['ok', 'busy', 'bad', 'warn', 'gone', 'unknown', 'idle'];

const textPairs = [
  ...TEXTS.flatMap((text) => GROUNDS.map((ground) => [text, ground])),
  ...['canvas', 'surface', 'raised', 'sunken', 'hover'].map((ground) => ['faint', ground]),
  ...TONES.flatMap((tone) => GROUNDS.map((ground) => [tone, ground])),
  ...TONES.map((tone) => [tone, `${tone}-soft`]),
  ...TONES.map((tone) => ['ink', `${tone}-soft`]),
  ...TONES.map((tone) => ['muted', `${tone}-soft`]),
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
  ...['ink', 'muted', 'accent-text', ...TONES].map((text) => [text, 'marked']),
];
const edgePairs = [
  ...GROUNDS.map((ground) => ['focus', ground]),
  ...['canvas', 'surface', 'raised', 'sunken'].map((ground) => ['line-strong', ground]),
  ...['canvas', 'surface', 'raised'].map((ground) => ['accent', ground]),
];

describe.each<Theme>(['light', 'dark'])('the %s theme', (theme) => {
  it.each(textPairs)('shows %s on %s at 4.5 : 1 or better', (text = '', ground = '') => {
    expect(contrast(text, ground, theme)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(edgePairs)('shows the edge %s on %s at 3 : 1 or better', (edge = '', ground = '') => {
    expect(contrast(edge, ground, theme)).toBeGreaterThanOrEqual(3);
  });
});
