import { type SimAccount, USDC_DENOM } from "./accounts.js";
import { amount, type Draw, encodePartial, messageOf, oneOf, type Weighted } from "./draw.js";
import type { SimView } from "./orders.js";

const SEND = "/cosmos.bank.v1beta1.MsgSend";
const DEPOSIT = "/dydxprotocol.sending.MsgDepositToSubaccount";
const ORDERS = ["MsgPlaceOrder", "MsgCancelOrder", "MsgBatchCancel"].map(
  (name) => `/dydxprotocol.clob.${name}`,
);

const any = (typeName: string, partial: object) => ({
  typeUrl: `/${typeName}`,
  value: encodePartial(typeName, partial),
});

const coins = (v: SimView) => [{ denom: USDC_DENOM, amount: String(amount(v)) }];

/** Often already over, or soon. */
function expiration({ rng, seconds }: SimView) {
  if (rng.chance(500)) return undefined;
  return { seconds: BigInt(seconds + rng.between(-5, 60)), nanos: 0 };
}

const grant: Draw = (v, s) =>
  messageOf("cosmos.authz.v1beta1.MsgGrant", {
    granter: s.address,
    grantee: v.rng.pick(v.accounts).address,
    grant: {
      authorization: v.rng.chance(500)
        ? any("cosmos.bank.v1beta1.SendAuthorization", { spendLimit: coins(v) })
        : any("cosmos.authz.v1beta1.GenericAuthorization", { msg: v.rng.pick([SEND, DEPOSIT]) }),
      expiration: expiration(v),
    },
  });

/** `[granter, grantee, type]` of a grant; a guess without one. */
function someGrant(v: SimView): [string, string, string] {
  const keys = v.k.authz.grants.sortedKeys();
  if (keys.length === 0 || v.rng.chance(150)) {
    return [v.rng.pick(v.accounts).address, v.rng.pick(v.accounts).address, SEND];
  }
  const [granter = "", grantee = "", type = ""] = v.rng.pick(keys).split("/");
  return [granter, grantee, `/${type}`];
}

const revoke: Draw = (v, asked) => {
  const [granter, grantee, msgTypeUrl] = someGrant(v);
  const message = messageOf("cosmos.authz.v1beta1.MsgRevoke", { granter, grantee, msgTypeUrl });
  return { ...message, by: oneOf(v, [granter], asked) };
};

const execute: Draw = (v, asked) => {
  const [granter, grantee, type] = someGrant(v);
  const inner =
    type === DEPOSIT
      ? { sender: granter, recipient: { owner: grantee, number: 0 }, quantums: amount(v) }
      : { fromAddress: granter, toAddress: grantee, amount: coins(v) };
  const msgs = [any(type.slice(1), inner)];
  const message = messageOf("cosmos.authz.v1beta1.MsgExec", { grantee, msgs });
  return { ...message, by: oneOf(v, [grantee], asked) };
};

const allow: Draw = (v, s) => {
  const basic = { spendLimit: coins(v), expiration: expiration(v) };
  const allowance = v.rng.pick([
    () => any("cosmos.feegrant.v1beta1.BasicAllowance", basic),
    () =>
      any("cosmos.feegrant.v1beta1.PeriodicAllowance", {
        basic,
        period: { seconds: BigInt(v.rng.between(1, 60)), nanos: 0 },
        periodSpendLimit: coins(v),
      }),
    () =>
      any("cosmos.feegrant.v1beta1.AllowedMsgAllowance", {
        allowance: any("cosmos.feegrant.v1beta1.BasicAllowance", basic),
        allowedMessages: [SEND],
      }),
  ])();
  const grantee = v.rng.pick(v.accounts).address;
  const granter = s.address;
  return messageOf("cosmos.feegrant.v1beta1.MsgGrantAllowance", { granter, grantee, allowance });
};

const disallow: Draw = (v, asked) => {
  const keys = v.k.feegrant.allowances.sortedKeys();
  const [granter = asked.address, grantee = asked.address] =
    keys.length === 0 ? [] : v.rng.pick(keys).split("/");
  const message = messageOf("cosmos.feegrant.v1beta1.MsgRevokeAllowance", { granter, grantee });
  return { ...message, by: oneOf(v, [granter], asked) };
};

interface Part {
  readonly type: string;
  readonly config: Uint8Array;
}

const text = (value: string) => new Uint8Array(Buffer.from(value));

/** An authenticator of any kind, sound more often than not, a few levels deep. */
function authenticator(v: SimView, s: SimAccount, depth: number): Part {
  const { rng } = v;
  const kinds = ["SignatureVerification", "MessageFilter", "ClobPairIdFilter", "SubaccountFilter"];
  const type = rng.chance(depth === 0 ? 800 : 150) ? rng.pick(["AllOf", "AnyOf"]) : rng.pick(kinds);
  switch (type) {
    case "SignatureVerification":
      return { type, config: rng.chance(950) ? s.publicKey : rng.bytes(33) };
    case "MessageFilter":
      return { type, config: text(rng.pick([ORDERS.join(","), ORDERS.join(","), SEND])) };
    case "ClobPairIdFilter": {
      const ids = [rng.pick(v.markets), rng.pick(v.markets)].map((m) => m.pairId);
      return { type, config: text(ids.join(",")) };
    }
    case "SubaccountFilter":
      return { type, config: text(rng.pick(["0", "0,1", "0,1,2,128"])) };
    default:
      return composite(v, s, depth, type);
  }
}

function composite(v: SimView, s: SimAccount, depth: number, type: string): Part {
  const signature = { type: "SignatureVerification", config: s.publicKey };
  const children = [signature, authenticator(v, s, depth + 1)];
  if (v.rng.chance(300) && depth < 3) children.push(authenticator(v, s, depth + 1));
  const list = children.map((c) => ({
    type: c.type,
    config: Buffer.from(c.config).toString("base64"),
  }));
  return { type, config: text(JSON.stringify(list)) };
}

const addAuthenticator: Draw = (v, s) => {
  const { type, config } = authenticator(v, s, 0);
  return messageOf("dydxprotocol.accountplus.MsgAddAuthenticator", {
    sender: s.address,
    authenticatorType: v.rng.chance(970) ? type : "Nothing",
    data: v.rng.chance(950) ? config : v.rng.bytes(v.rng.int(40)),
  });
};

/** Ids of the signer's authenticators. */
export function authenticatorsOf(v: SimView, address: string): bigint[] {
  const prefix = `${address}/`;
  return [...v.k.accountplus.authenticators.entries()].flatMap(([key, { id }]) =>
    key.startsWith(prefix) ? [id] : [],
  );
}

const removeAuthenticator: Draw = (v, s) => {
  const owners = v.k.accountplus.authenticators.sortedKeys().map((key) => key.split("/")[0] ?? "");
  const by = oneOf(v, owners, s);
  const own = authenticatorsOf(v, by.address);
  const id = own.length > 0 && v.rng.chance(900) ? v.rng.pick(own) : v.rng.big(64);
  const typeName = "dydxprotocol.accountplus.MsgRemoveAuthenticator";
  return { ...messageOf(typeName, { sender: by.address, id }), by };
};

/** Letting others act: by weight. */
export const PERMISSIONS: Weighted = [
  [14, ["add authenticator", addAuthenticator]],
  [3, ["remove authenticator", removeAuthenticator]],
  [6, ["grant", grant]],
  [2, ["revoke", revoke]],
  [5, ["exec", execute]],
  [3, ["allow", allow]],
  [2, ["disallow", disallow]],
];
