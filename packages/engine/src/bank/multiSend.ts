import type { cosmosBank } from "@perpetua/protocol";
import { isValidAddress } from "../auth/index.js";
import { isRejection, type Rejection, reject } from "../state/index.js";
import { addCoins, coversCoins, parseCoins } from "./coins.js";
import { distributeCoins, isBlockedAddress } from "./send.js";
import type { BankKernel, Coin } from "./state.js";

interface Leg {
  readonly address: string;
  readonly coins: Coin[];
}

/** One sender, many recipients; the sums must match (bank MsgMultiSend). */
export function multiSend(
  k: BankKernel,
  m: cosmosBank.MsgMultiSend,
  disabled: (coins: readonly Coin[]) => Rejection | undefined,
): Rejection | undefined {
  const [input, ...more] = m.inputs;
  if (input === undefined) return reject("bank", 2, "no inputs to send transaction");
  if (more.length > 0) return reject("bank", 9, "multiple senders not allowed");
  if (m.outputs.length === 0) return reject("bank", 3, "no outputs to send transaction");
  const from = readLeg(input);
  if (isRejection(from)) return from;
  const outputs: Leg[] = [];
  let sum: Coin[] = [];
  for (const output of m.outputs) {
    const leg = readLeg(output);
    if (isRejection(leg)) return leg;
    outputs.push(leg);
    sum = addCoins(sum, leg.coins);
  }
  if (!coversCoins(sum, from.coins) || !coversCoins(from.coins, sum)) {
    return reject("bank", 4, "sum inputs != sum outputs");
  }
  const refused = disabled(from.coins);
  if (refused !== undefined) return refused;
  for (const { address } of outputs) {
    if (!isBlockedAddress(address)) continue;
    return reject("sdk", 4, `${address} is not allowed to receive funds: unauthorized`);
  }
  return distributeCoins(k, from.address, from.coins, outputs);
}

function readLeg(leg: {
  address: string;
  coins: { denom: string; amount: string }[];
}): Rejection | Leg {
  if (!isValidAddress(leg.address)) {
    return reject("sdk", 7, `invalid address: ${leg.address}: invalid address`);
  }
  const coins = parseCoins(leg.coins);
  if (isRejection(coins)) return coins;
  if (coins.length === 0) return reject("sdk", 10, ": invalid coins");
  return { address: leg.address, coins };
}
