import localFont from 'next/font/local';

// `optional`: one that comes late is for the next page. With `swap`, lines would break anew under the pointer of whoever clicks.
const sans = localFont({
  src: './geist-sans.woff2',
  weight: '400 600',
  variable: '--font-geist-sans',
  display: 'optional',
});
const mono = localFont({
  src: './geist-mono.woff2',
  weight: '400 600',
  variable: '--font-geist-mono',
  display: 'optional',
  adjustFontFallback: false,
});

/** Class names for `<html>`: they bring the shipped fonts in as CSS variables, which `globals.css` reads. */
export const fontClassNames = `${sans.variable} ${mono.variable}`;
