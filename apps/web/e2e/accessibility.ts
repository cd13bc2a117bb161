import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const GRAVE = ["serious", "critical"];

/** WCAG 2.2 AA as far as a machine can judge it (web.md X3): nothing serious, nothing critical. */
export async function expectAccessible(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  const grave = violations
    .filter(({ impact }) => impact && GRAVE.includes(impact))
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
  expect(grave, where).toEqual([]);
}

export async function useTheme(page: Page, theme: "dark" | "light", url: string): Promise<void> {
  await page.context().addCookies([{ name: "theme", value: theme, url }]);
}
