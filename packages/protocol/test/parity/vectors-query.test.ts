import { base64 } from "@scure/base";
import { describe, expect, test } from "vitest";
import {
  buildAuthInfo,
  buildTxBody,
  codecs,
  cosmosAuth,
  cosmosBase,
  cosmosSecp256k1,
  cosmosSigning,
  cosmosTx,
  decodeSerializableInt,
  encodeAny,
  fromProtoJson,
  type JsonValue,
  keyPairFromMnemonic,
  methodSchemas,
  toProtoJson,
} from "../../src/index.js";
import { fromHex, toHex, type Vector, vectorById, vectorsOf } from "../vectors/load.js";

const MAX_UINT64 = (1n << 64n) - 1n;

function encode(typeName: string, json: JsonValue): string {
  const codec = codecs[typeName];
  if (codec === undefined) throw new Error(typeName);
  return toHex(codec.encode(fromProtoJson(typeName, json)).finish());
}

function rpc(vector: Vector) {
  const schema = methodSchemas[vector.input.path];
  if (schema === undefined) throw new Error(vector.input.path);
  return schema;
}

function decodeJson(typeName: string, hex: string) {
  const codec = codecs[typeName];
  if (codec === undefined) throw new Error(typeName);
  const message = codec.decode(fromHex(hex));
  expect(toHex(codec.encode(message).finish())).toBe(hex);
  return toProtoJson(typeName, message);
}

describe("queries (V076–V087)", () => {
  test("all are covered", () => {
    expect(vectorsOf("query").map((v) => v.id)).toEqual(
      Array.from({ length: 12 }, (_, index) => `V0${76 + index}`),
    );
  });

  test("V076 simulate request of the JavaScript client", () => {
    const key = keyPairFromMnemonic(`${"abandon ".repeat(11)}about`);
    const deposit = vectorById("V047");
    const message = { typeUrl: deposit.input.typeUrl, value: fromHex(deposit.output.valueHex) };
    const bodyBytes = buildTxBody({ messages: [message], memo: "Client Example" });
    const authInfoBytes = buildAuthInfo({
      publicKey: key.publicKey,
      sequence: 6n,
      gasLimit: 0n,
      signMode: cosmosSigning.SignMode.SIGN_MODE_UNSPECIFIED,
    });
    const signatures = [new Uint8Array()];
    const tx = cosmosTx.TxRaw.encode({ bodyBytes, authInfoBytes, signatures }).finish();
    const request = cosmosTx.SimulateRequest.encode({ tx: undefined, txBytes: tx }).finish();
    const expected = fromHex(vectorById("V076").output.requestHex);
    const decoded = cosmosTx.SimulateRequest.decode(expected);
    expect(cosmosTx.Tx.decode(decoded.txBytes)).toEqual(cosmosTx.Tx.decode(tx));
    expect(toHex(request)).toBe(toHex(expected));
  });

  test("V077 simulate response", () => {
    const hex = encode("cosmos.tx.v1beta1.SimulateResponse", {
      gas_info: { gas_wanted: "0", gas_used: "100000" },
      result: {},
    });
    expect(hex).toBe(vectorById("V077").output.responseHex);
  });

  test("V078–V080 account", () => {
    const { input, output } = vectorById("V079");
    const key = cosmosSecp256k1.PubKey.fromPartial({ key: base64.decode(input.pubKeyBase64) });
    const account = cosmosAuth.BaseAccount.fromPartial({
      address: input.address,
      pubKey: encodeAny("/cosmos.crypto.secp256k1.PubKey", key),
      accountNumber: BigInt(input.accountNumber),
      sequence: BigInt(input.sequence),
    });
    expect(toHex(cosmosAuth.BaseAccount.encode(account).finish())).toBe(output.baseAccountHex);
    const any = encodeAny("/cosmos.auth.v1beta1.BaseAccount", account);
    const response = cosmosAuth.QueryAccountResponse.encode({ account: any }).finish();
    expect(toHex(response)).toBe(output.responseHex);
    const request = vectorById("V078");
    expect(encode(rpc(request).request, { address: request.input.address })).toBe(
      request.output.requestHex,
    );
    const fresh = vectorById("V080");
    expect(
      encode("cosmos.auth.v1beta1.QueryAccountResponse", {
        account: {
          "@type": "/cosmos.auth.v1beta1.BaseAccount",
          address: fresh.input.address,
          account_number: fresh.input.accountNumber,
          sequence: fresh.input.sequence,
        },
      }),
    ).toBe(fresh.output.responseHex);
  });

  test("V081, V082 balances", () => {
    const one = vectorById("V081");
    const { address, denom, amount } = one.input;
    expect(encode(rpc(one).request, { address, denom })).toBe(one.output.requestHex);
    expect(encode(rpc(one).response, { balance: { denom, amount } })).toBe(one.output.responseHex);
    const all = vectorById("V082");
    const json = decodeJson(rpc(all).response, all.output.responseHex);
    expect(json.balances).toEqual([
      { denom: "adv4tnt", amount: "5" },
      { denom, amount: "1000000" },
    ]);
  });

  test("V083 subaccount", () => {
    const vector = vectorById("V083");
    const { owner, number, usdcQuantums, btcQuantums } = vector.input;
    expect(encode(rpc(vector).request, { owner, number })).toBe(vector.output.requestHex);
    const json = decodeJson(rpc(vector).response, vector.output.responseHex);
    expect(json.subaccount).toMatchObject({
      id: { owner, number },
      asset_positions: [{ asset_id: 0, quantums: usdcQuantums }],
      perpetual_positions: [{ perpetual_id: 0, quantums: btcQuantums }],
      margin_enabled: true,
    });
  });

  test("V084, V085 clob pairs", () => {
    const one = vectorById("V084");
    expect(encode(rpc(one).request, { id: 0 })).toBe("");
    expect(decodeJson(rpc(one).response, one.output.responseHex).clob_pair).toMatchObject({
      id: 0,
      status: "STATUS_ACTIVE",
    });
    const all = vectorById("V085");
    const pagination = cosmosBase.PageRequest.fromPartial({ limit: MAX_UINT64, countTotal: true });
    expect(encode(rpc(all).request, { pagination: toProtoJson(PAGE, pagination) })).toBe(
      all.output.requestHex,
    );
  });

  test("V086, V087 price and fee tier", () => {
    const price = vectorById("V086");
    const { id, exponent } = price.input;
    expect(encode(rpc(price).request, { id })).toBe(price.output.requestHex);
    expect(
      encode(rpc(price).response, { market_price: { id, exponent, price: price.input.price } }),
    ).toBe(price.output.responseHex);
    const tier = vectorById("V087");
    expect(encode(rpc(tier).request, { user: tier.input.user })).toBe(tier.output.requestHex);
    expect(decodeJson(rpc(tier).response, tier.output.responseHex)).toMatchObject({
      index: 0,
      tier: { name: "1", maker_fee_ppm: -110, taker_fee_ppm: 500 },
    });
  });
});

const PAGE = "cosmos.base.query.v1beta1.PageRequest";

test("zero is read however it was written", () => {
  for (const hex of ["", "02", "0200", "03"]) expect(decodeSerializableInt(fromHex(hex))).toBe(0n);
});
