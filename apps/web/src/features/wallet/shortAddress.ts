/** "dydx199t…rknju4": enough to recognise, the middle left out. */
export const shortAddress = (address: string): string =>
  address.length <= 20 ? address : `${address.slice(0, 8)}…${address.slice(-6)}`;
