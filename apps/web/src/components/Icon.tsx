const PATHS = {
  chevron: "m4 6 4 4 4-4",
  close: "m4 4 8 8m0-8-8 8",
  copy: "M5.5 5.5v-3h8v8h-3m-8-5h8v8h-8z",
  up: "M8 13V3m0 0L4 7m4-4 4 4",
  down: "M8 3v10m0 0 4-4m-4 4L4 9",
  right: "M3 8h10m0 0L9 4m4 4-4 4",
  search: "m14 14-3.6-3.6M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10Z",
  alert: "M8 5.5v3.2m0 2.3v.1M8 2 1.5 13.5h13Z",
  check: "m3.5 8.5 3 3 6-7",
  gear: "M8 10.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4ZM8 1.8v2m0 8.4v2M1.8 8h2m8.4 0h2M3.6 3.6 5 5m6 6 1.4 1.4m0-8.8L11 5m-6 6-1.4 1.4",
  markets: "M2 13V9m4 4V5m4 8V7m4 6V3",
  trade: "M5 2v2m0 7v3M3.5 4h3v7h-3zM11 3v2m0 5v3M9.5 5h3v5h-3z",
  positions: "M2.5 3.5h11v9h-11zM2.5 7h11",
  portfolio: "M8 2a6 6 0 1 0 6 6H8zM10.5 2.3a6 6 0 0 1 3.2 3.2h-3.2z",
  more: "M3.5 8h.1M8 8h.1m4.4 0h.1",
  globe:
    "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM2 8h12M8 2c2 2 2.6 4 2.6 6S10 12 8 14c-2-2-2.6-4-2.6-6S6 4 8 2Z",
  expand: "M9.5 2.5h4v4m0-4-4.5 4.5m-2.5 6.5h-4v-4m0 4L7 9",
  shrink: "M13 3 9.5 6.5m0-3.5v3.5H13M3 13l3.5-3.5m0 3.5V9.5H3",
  wallet: "M2.5 5h10.5v8.5H2.5zM2.5 5l8-2.5V5M10.5 9.2h.1",
  star: "m8 2 1.8 3.8 4.2.5-3.1 2.9.8 4.1L8 11.3 4.3 13.3l.8-4.1L2 6.3l4.2-.5z",
  drop: "M8 2s4.5 4.6 4.5 7.6A4.4 4.4 0 0 1 8 14a4.4 4.4 0 0 1-4.5-4.4C3.5 6.6 8 2 8 2Z",
} as const;
export type IconName = keyof typeof PATHS;

/**
 * Line icons on a 16 px grid, drawn with the text's own colour; always beside a word or a label.
 */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  const weight = name === "more" ? 2.4 : 1.4;
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" fill="none" aria-hidden="true">
      <path
        d={PATHS[name]}
        stroke="currentColor"
        strokeWidth={weight}
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

export function Logo() {
  return (
    <svg width="22" height="16" viewBox="0 0 22 16" fill="none" aria-hidden="true">
      <path
        d="M2 9.2C3.6 4.6 6.6 3.4 9.4 7.6c3 4.6 6.8 4.6 10.6-2.4"
        stroke="currentColor"
        strokeWidth="2.4"
        strokeLinecap="round"
      />
      <circle cx="9.6" cy="7.9" r="1.9" fill="currentColor" />
    </svg>
  );
}
