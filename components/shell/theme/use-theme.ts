'use client';

import { useState } from 'react';
import { keepChoice } from '#components/ui/keep-choice.ts';
import { THEME_COOKIE, type ThemeChoice, themeAttribute } from './theme.ts';

/** The theme and the function that changes it: on the page at once, in the cookie for the server's next answer. */
export function useTheme(initial: ThemeChoice): [ThemeChoice, (choice: ThemeChoice) => void] {
  const [choice, setChoice] = useState(initial);
  const choose = (next: ThemeChoice) => {
    const attribute = themeAttribute(next);
    if (attribute) {
      document.documentElement.dataset.theme = attribute;
    } else {
      delete document.documentElement.dataset.theme;
    }
    keepChoice(THEME_COOKIE, attribute ?? null);
    setChoice(next);
  };
  return [choice, choose];
}
