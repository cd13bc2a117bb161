"use client";

import { Segmented } from "../../components/Choice";
import { Icon } from "../../components/Icon";
import { Popover } from "../../components/Popover";
import { useSettings } from "../../lib/app/context";
import { LANGUAGES, PALETTES, THEMES } from "../../lib/settings/settings";

const LANGUAGE_NAMES = { en: "English", zh: "简体中文" } as const;

export function SettingsMenu() {
  const { t } = useSettings();
  return (
    <Popover
      label={t("settings.title")}
      className="menu"
      buttonClass="icon-button"
      button={() => <Icon name="gear" />}
    >
      {() => <SettingsForm />}
    </Popover>
  );
}

export function SettingsForm() {
  const { settings, change, t } = useSettings();
  return (
    <>
      <p className="menu-label">{t("settings.theme")}</p>
      <Segmented
        label={t("settings.theme")}
        value={settings.theme}
        options={THEMES.map((value) => ({ value, label: t(`settings.theme.${value}`) }))}
        onChange={(value) => change("theme", value)}
      />
      <p className="menu-label">{t("settings.palette")}</p>
      <Segmented
        label={t("settings.palette")}
        value={settings.palette}
        options={PALETTES.map((value) => ({ value, label: t(`settings.palette.${value}`) }))}
        onChange={(value) => change("palette", value)}
      />
      <p className="menu-label">{t("settings.language")}</p>
      <Segmented
        label={t("settings.language")}
        value={settings.language}
        options={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
        onChange={(value) => change("language", value)}
      />
    </>
  );
}
