/** What a colour means; the same in every view. Never the only sign: an icon and a word go with it. */
export type Tone = 'neutral' | 'accent' | 'ok' | 'busy' | 'bad' | 'warn' | 'gone' | 'unknown' | 'idle';

/** Text and icons in the tone. */
export const TONE_TEXT: Record<Tone, string> = {
  neutral: 'text-ink',
  accent: 'text-accent-text',
  ok: 'text-ok',
  busy: 'text-busy',
  bad: 'text-bad',
  warn: 'text-warn',
  gone: 'text-gone',
  unknown: 'text-unknown',
  idle: 'text-idle',
};

/** A soft ground in the tone; `text-ink`, `text-muted` and the tone's own text are readable on it. */
export const TONE_GROUND: Record<Tone, string> = {
  neutral: 'bg-sunken',
  accent: 'bg-selected',
  ok: 'bg-ok-soft',
  busy: 'bg-busy-soft',
  bad: 'bg-bad-soft',
  warn: 'bg-warn-soft',
  gone: 'bg-gone-soft',
  unknown: 'bg-unknown-soft',
  idle: 'bg-idle-soft',
};

/** Filled shapes in SVG. */
export const TONE_FILL: Record<Tone, string> = {
  neutral: 'fill-muted',
  accent: 'fill-accent',
  ok: 'fill-ok',
  busy: 'fill-busy',
  bad: 'fill-bad',
  warn: 'fill-warn',
  gone: 'fill-gone',
  unknown: 'fill-unknown',
  idle: 'fill-idle',
};
