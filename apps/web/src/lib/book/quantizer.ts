import { type Dec, dec, decimalsOf, toText } from "../decimal/dec";

/**
 * Turns decimal text into whole multiples of a tick or step and back. PERF: ticks of the form
 * 10^-n, which are all that the genesis markets have, are read digit by digit without bigint.
 */
export class Quantizer {
  readonly unit: Dec;
  readonly decimals: number;
  private readonly mantissa: number;

  constructor(readonly unitText: string) {
    this.unit = dec(unitText);
    this.decimals = decimalsOf(this.unit);
    this.mantissa = Number(toText(this.unit).replace(".", ""));
  }

  /** Whole units in `text`; digits below one unit are dropped. NaN when it is not a number. */
  units(text: string): number {
    const dot = text.indexOf(".");
    const whole = dot < 0 ? text : text.slice(0, dot);
    const fraction = dot < 0 ? "" : text.slice(dot + 1);
    const digits = whole + fraction.slice(0, this.decimals).padEnd(this.decimals, "0");
    const scaled = Number(digits);
    return this.mantissa === 1 ? scaled : Math.floor(scaled / this.mantissa);
  }

  toDec(units: number): Dec {
    return (BigInt(units) * this.unit) as Dec;
  }

  text(units: number): string {
    return toText(this.toDec(units), this.decimals);
  }
}

/** Group widths in ticks: 1, 2, 5, 10, 20, 50 … (B3). */
export const GROUPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000] as const;
