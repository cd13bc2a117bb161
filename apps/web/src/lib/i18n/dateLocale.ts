/**
 * How dates are written: as the browser does, if it speaks the page's language; else as the page.
 */
export function dateLocale(): string {
  const page = document.documentElement.lang;
  return navigator.languages.find((tag) => tag.slice(0, 2) === page.slice(0, 2)) ?? page;
}
