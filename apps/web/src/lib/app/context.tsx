"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from "react";
import type { PublicConfig } from "../config/publicConfig";
import type { Topic } from "../feed/Emitter";
import { type Translate, translate } from "../i18n/translate";
import { applySetting, type Settings } from "../settings/settings";
import { App } from "./App";

const AppContext = createContext<App | null>(null);

interface SettingsValue {
  settings: Settings;
  change<K extends keyof Settings>(key: K, value: Settings[K]): void;
  t: Translate;
}
const SettingsContext = createContext<SettingsValue | null>(null);

export function AppProvider(props: {
  config: PublicConfig;
  settings: Settings;
  hostname: string;
  children: ReactNode;
}) {
  const [app] = useState(() => {
    const page =
      typeof window === "undefined"
        ? { hostname: props.hostname, protocol: "http:" }
        : window.location;
    return new App(props.config, page);
  });
  const [queryClient] = useState(
    () => new QueryClient({ defaultOptions: { queries: { staleTime: 30_000, retry: 2 } } }),
  );
  useEffect(() => app.start(), [app]);
  return (
    <AppContext value={app}>
      <QueryClientProvider client={queryClient}>
        <SettingsProvider initial={props.settings}>{props.children}</SettingsProvider>
      </QueryClientProvider>
    </AppContext>
  );
}

function SettingsProvider(props: { initial: Settings; children: ReactNode }) {
  const [settings, setSettings] = useState(props.initial);
  const change = useCallback<SettingsValue["change"]>((key, value) => {
    applySetting(key, value);
    setSettings((current) => ({ ...current, [key]: value }));
  }, []);
  const value = useMemo(
    () => ({
      settings,
      change,
      t: ((key, params) => translate(settings.language, key, params)) as Translate,
    }),
    [settings, change],
  );
  return <SettingsContext value={value}>{props.children}</SettingsContext>;
}

export function useApp(): App {
  const app = useContext(AppContext);
  if (!app) throw new Error("useApp outside AppProvider");
  return app;
}

export function useSettings(): SettingsValue {
  const value = useContext(SettingsContext);
  if (!value) throw new Error("useSettings outside AppProvider");
  return value;
}

export const useT = (): Translate => useSettings().t;

/**
 * Reads the store by selector: re-renders when the topic was published and the selected value
 * changed by identity. Selectors return primitives or the store's own immutable collections.
 */
export function useFeed<T>(topic: Topic, select: (app: App) => T): T {
  const app = useApp();
  const subscribe = useCallback(
    (listener: () => void) => app.emitter.subscribe(topic, listener),
    [app, topic],
  );
  const snapshot = (): T => select(app);
  return useSyncExternalStore(subscribe, snapshot, snapshot);
}

/** A clock for ages and countdowns; ticks only while mounted. */
export function useNow(intervalMs: number): number {
  const [now, setNow] = useState(0);
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), intervalMs);
    return () => clearInterval(timer);
  }, [intervalMs]);
  return now;
}
