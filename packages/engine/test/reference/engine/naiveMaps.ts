/** A memo that remembers nothing. */
export class ForgetfulMap<K, V> extends Map<K, V> {
  override get(): undefined {
    return undefined;
  }

  override set(): this {
    return this;
  }
}
