import localFont from 'next/font/local';

const sans = localFont({
  src: './geist-sans.woff2',
  weight: '400 600',
  variable: '--font-geist-sans',
  display: 'swap',
});
const mono = localFont({
  src: './geist-mono.woff2',
  weight: '400 600',
  variable: '--font-geist-mono',
  display: 'swap',
  adjustFontFallback: false,
});

/** Class names for `<html>`: they bring the shipped fonts in as CSS variables, which `globals.css` reads. */
export const fontClassNames = `${sans.variable} ${mono.variable}`;
