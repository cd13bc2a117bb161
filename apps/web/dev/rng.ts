/** A seeded generator (mulberry32): the same market on every start. */
export class Rng {
  constructor(private state: number) {}

  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let value = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** Roughly normal, mean 0, deviation 1. */
  normal(): number {
    let total = 0;
    for (let i = 0; i < 12; i += 1) total += this.next();
    return total - 6;
  }
}
