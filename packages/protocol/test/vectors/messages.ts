import { base64 } from "@scure/base";
import { fromProtoJson, type JsonValue, lookupCodec } from "../../src/index.js";
import type { Vector } from "./load.js";

type Json = { [key: string]: JsonValue };

const GOV = "dydx10d07y265gmmuvt4z0w9aw880jnsr700jnmapky";
const DELAYMSG = "dydx1mkkvp26dngu6n8rmalaxyp3gwkjuzztq5zx6tr";
const OWNER = "dydx19rl4cm2hmr8afy4kldpxz3fka4jguq0a4erelz";

/** The market that the governance vectors V058 to V062 create. */
const oracleMarket = {
  authority: GOV,
  params: {
    id: 33,
    pair: "FOO-USD",
    exponent: -5,
    min_exchanges: 3,
    min_price_change_ppm: 1000,
    exchange_config_json: "{}",
  },
};
const perpetual = {
  authority: GOV,
  params: {
    id: 33,
    ticker: "FOO-USD",
    market_id: 33,
    atomic_resolution: -9,
    default_funding_ppm: 0,
    liquidity_tier: 2,
    market_type: "PERPETUAL_MARKET_TYPE_CROSS",
  },
};
const clobPair = (authority: string, status: string) => ({
  authority,
  clob_pair: {
    id: 33,
    perpetual_clob_metadata: { perpetual_id: 33 },
    step_base_quantums: "1000000",
    subticks_per_tick: 100000,
    quantum_conversion_exponent: -9,
    status,
  },
});
const delayMessage = {
  authority: GOV,
  msg: { "@type": "/dydxprotocol.clob.MsgUpdateClobPair", ...clobPair(DELAYMSG, "STATUS_ACTIVE") },
  delay_blocks: 10,
};
const initializing = clobPair(GOV, "STATUS_INITIALIZING");

const subaccount = (input: Json): Json => ({
  owner: input.owner ?? OWNER,
  number: input.subaccountNumber ?? 0,
});

function orderId(input: Json): Json {
  return {
    subaccount_id: subaccount(input),
    client_id: input.clientId ?? 0,
    order_flags: input.orderFlags ?? 0,
    clob_pair_id: Number.parseInt(String(input.clobPairId ?? 0), 10),
  };
}

/** Vectors leave out what they do not vary; V035 spells the defaults out. */
function placeOrder(input: Json): JsonValue {
  const short = (input.orderFlags ?? 0) === 0;
  return {
    order: {
      order_id: orderId(input),
      side: `SIDE_${String(input.side ?? "BUY")}`,
      quantums: input.quantums ?? (input.orderFlags === 128 ? "120000000" : "10000000"),
      subticks: input.subticks ?? "5000000000",
      good_til_block: short ? (input.goodTilBlock ?? 1020) : null,
      good_til_block_time: input.goodTilBlockTime ?? null,
      time_in_force: input.timeInForce ?? 0,
      reduce_only: input.reduceOnly ?? false,
      client_metadata: input.clientMetadata ?? 0,
      condition_type: input.conditionType ?? 0,
      conditional_order_trigger_subticks: input.conditionalOrderTriggerSubticks ?? "0",
      twap_parameters: snake(input.twapParameters ?? null),
      builder_code_parameters: snake(input.builderCodeParameters ?? null),
      order_router_address: input.orderRouterAddress ?? "",
    },
  };
}

function snake(json: JsonValue): JsonValue {
  if (json === null || typeof json !== "object" || Array.isArray(json)) return json;
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => [
      key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );
}

const coin = (text: string): Json => {
  const [, amount = "", denom = ""] = /^(\d+)(.*)$/.exec(text) ?? [];
  return { denom, amount };
};

/** JSON of the message that a vector of group `message` describes. */
function messageJson(vector: Vector): JsonValue {
  const { input } = vector;
  switch (vector.name.replace(/^gov_/, "")) {
    case "MsgBatchCancel":
      return {
        subaccount_id: subaccount(input),
        short_term_cancels: input.shortTermCancels,
        good_til_block: input.goodTilBlock,
      };
    case "MsgUpdateLeverage":
      return { subaccount_id: subaccount(input), clob_pair_leverage: input.entries };
    case "MsgCreateTransfer":
      return { transfer: input };
    case "MsgDepositToMegavault":
      return { subaccount_id: subaccount(input), quote_quantums: input.quoteQuantums };
    case "MsgWithdrawFromMegavault":
      return {
        subaccount_id: subaccount(input),
        shares: { num_shares: input.shares },
        min_quote_quantums: input.minQuoteQuantums,
      };
    case "MsgAddAuthenticator_trading_key":
      return {
        sender: input.sender,
        authenticator_type: input.authenticatorType,
        data: base64.encode(new TextEncoder().encode(input.dataUtf8)),
      };
    case "MsgDelegate":
      return { ...input, amount: coin(input.amount) };
    case "MsgCreateOracleMarket":
      return oracleMarket;
    case "MsgCreatePerpetual":
      return perpetual;
    case "MsgCreateClobPair":
      return initializing;
    case "MsgDelayMessage":
      return delayMessage;
    case "MsgSubmitProposal":
      return proposal(input);
    case "TxExtension":
      return { selected_authenticators: input.selectedAuthenticators };
    default:
      return vector.name.startsWith("MsgPlaceOrder")
        ? placeOrder(input)
        : vector.name.startsWith("MsgCancelOrder")
          ? { order_id: orderId(input), ...snakeGoodTil(input) }
          : input;
  }
}

function snakeGoodTil(input: Json): Json {
  return {
    good_til_block: input.goodTilBlock ?? null,
    good_til_block_time: input.goodTilBlockTime ?? null,
  };
}

function proposal(input: Json): JsonValue {
  return {
    messages: [
      { "@type": "/dydxprotocol.prices.MsgCreateOracleMarket", ...oracleMarket },
      { "@type": "/dydxprotocol.perpetuals.MsgCreatePerpetual", ...perpetual },
      { "@type": "/dydxprotocol.clob.MsgCreateClobPair", ...initializing },
      { "@type": "/dydxprotocol.delaymsg.MsgDelayMessage", ...delayMessage },
    ],
    initial_deposit: [coin(String(input.initialDeposit))],
    proposer: input.proposer ?? "",
    title: input.title ?? "",
    summary: input.summary ?? "",
    expedited: input.expedited ?? false,
  };
}

export function typeUrlOf(vector: Vector): string {
  return vector.input.typeUrl ?? "/dydxprotocol.accountplus.TxExtension";
}

/** Encodes the message that a vector describes with our own codecs. */
export function buildMessage(vector: Vector): Uint8Array {
  const typeUrl = typeUrlOf(vector);
  const message = fromProtoJson(typeUrl.slice(1), messageJson(vector));
  const codec = lookupCodec(typeUrl);
  if (codec === undefined) throw new Error(`no codec for ${typeUrl}`);
  return codec.encode(message).finish();
}
