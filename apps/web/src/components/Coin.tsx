const HUES: Record<string, string> = {
  BTC: "#f7931a",
  ETH: "#8a92b2",
  SOL: "#7c5cdb",
  LINK: "#3b6ae0",
  DOGE: "#c2a633",
  AVAX: "#e84142",
  ADA: "#3468d1",
  LTC: "#7d8aa5",
  XRP: "#6f7f92",
  DOT: "#d64292",
  UNI: "#e15aa5",
  ATOM: "#5a6079",
};

/** A market's mark: its initial on a disc of a steady colour. */
export function Coin({ base, size = 24 }: { base: string; size?: number }) {
  const hue = HUES[base] ?? `hsl(${hash(base) % 360} 34% 48%)`;
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <circle cx="12" cy="12" r="12" fill={hue} />
      <text
        x="12"
        y="16.2"
        textAnchor="middle"
        fontSize="12"
        fontWeight="600"
        fill="#fff"
        fontFamily="inherit"
      >
        {base.slice(0, 1)}
      </text>
    </svg>
  );
}

function hash(text: string): number {
  let value = 7;
  for (const letter of text) value = (value * 31 + letter.charCodeAt(0)) >>> 0;
  return value;
}
