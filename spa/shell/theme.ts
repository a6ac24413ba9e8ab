/** Light, dark, or as the system has it. public/theme.js applies the choice before the first paint. */
import { storagePrefix } from '../session/stored-user.ts';
import { stored, useStored } from '../stored.ts';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const kept = stored(`${storagePrefix}theme`);

const themeIn = (text: string | null): Theme => themes.find((theme) => theme === text) ?? 'system';

const apply = (theme: Theme): void => {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
};

/** Keeps every tab in the theme that was chosen last. */
export const followTheme = (): (() => void) => kept.subscribe(() => apply(themeIn(kept.read())));

/** The theme and how to go on to the next one. */
export const useTheme = (): [Theme, () => void] => {
  const theme = themeIn(useStored(kept));
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system';
  return [theme, () => kept.write(next === 'system' ? null : next)];
};
