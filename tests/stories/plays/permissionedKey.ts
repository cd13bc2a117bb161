import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { keyPairFromPrivateKey } from "@perpetua/protocol";
import { show, until } from "../../support/until.js";
import { type Message, type SendOptions, Trader, transfer, USDC } from "../trader.js";
import type { Story } from "../world.js";

const PLACE_ORDER = "/dydxprotocol.clob.MsgPlaceOrder";
const CODESPACE = "dydxaccountplus";
const NOT_FOUND = 1;
const ALL_OF_FAILED = 104;

interface AuthenticatorsAnswer {
  readonly account_authenticators: readonly { readonly id: string; readonly type: string }[];
}

/** A trading key: it may place orders in one market, from one subaccount, and nothing else. */
export const permissionedKey: Story = async (world, check) => {
  const [market, other] = await Promise.all([world.market("eth"), world.market("btc")]);
  const owner = await Trader.create(world, { 0: 2_000, 1: 500 });
  const key = keyPairFromPrivateKey(randomBytes(32));
  const quantums = await market.sizeWorth(100);
  let options: SendOptions = { key };

  const refused = async (what: string, message: Message, code: number) => {
    const answer = await owner.send(message, options);
    assert.deepEqual(
      [answer.codespace, answer.code],
      [CODESPACE, code],
      `${what}: ${show(answer)}`,
    );
  };
  const orderIn = async (where: typeof market, subaccount: number) => {
    const subticks = await where.subticksAt(1_030n);
    const size = where.stepBaseQuantums;
    const input = { market: where, side: "BUY", quantums: size, subticks, subaccount } as const;
    return (await owner.shortTerm({ ...input, immediate: true })).message;
  };

  await check("the owner grants a key its limits", async () => {
    await owner.deliver({
      typeUrl: "/dydxprotocol.accountplus.MsgAddAuthenticator",
      value: {
        sender: owner.address,
        authenticatorType: "AllOf",
        data: allOf({
          SignatureVerification: key.publicKey,
          MessageFilter: PLACE_ORDER,
          ClobPairIdFilter: String(market.id),
          SubaccountFilter: "0",
        }),
      },
    });
    const path = `/dydxprotocol/accountplus/authenticators/${owner.address}`;
    const granted = (await world.node.rest<AuthenticatorsAnswer>(path)).account_authenticators;
    assert.deepEqual(
      granted.map(({ type }) => type),
      ["AllOf"],
    );
    options = { key, authenticators: [BigInt(granted[0]?.id ?? 0)] };
    return undefined;
  });

  await check("the key trades within them", async () => {
    await owner.take({ market, side: "BUY", quantums }, options);
    const read = () => world.indexer.positions(owner.account());
    const [position] = await until("the position", read, ([row]) => row?.status === "OPEN");
    assert.equal(Number(position?.size), market.size(quantums), show(position));
    return undefined;
  });

  await check("it is refused beyond them", async () => {
    const before = await Promise.all([owner.holdings(0), owner.holdings(1)]);
    await refused("another market", await orderIn(other, 0), ALL_OF_FAILED);
    await refused("another subaccount", await orderIn(market, 1), ALL_OF_FAILED);
    await refused("a transfer", transfer(owner.id(0), owner.id(1), USDC), ALL_OF_FAILED);
    const coins = { sender: owner.id(0), recipient: key.address, assetId: 0, quantums: USDC };
    const typeUrl = "/dydxprotocol.sending.MsgWithdrawFromSubaccount";
    await refused("a withdrawal", { typeUrl, value: coins }, ALL_OF_FAILED);
    const { height } = await world.node.tip();
    await world.indexed(await world.node.waitForHeight(height + 2));
    const after = await Promise.all([owner.holdings(0), owner.holdings(1)]);
    assert.deepEqual(after, before, "holdings");
    assert.equal((await world.indexer.positions(owner.account(1))).length, 0);
    return undefined;
  });

  await check("another key cannot use its limits", async () => {
    const thief = keyPairFromPrivateKey(randomBytes(32));
    const answer = await owner.send(await orderIn(market, 0), { ...options, key: thief });
    assert.deepEqual([answer.codespace, answer.code], [CODESPACE, ALL_OF_FAILED], show(answer));
    return undefined;
  });

  await check("once revoked, it is refused in everything", async () => {
    const id = options.authenticators?.[0];
    const typeUrl = "/dydxprotocol.accountplus.MsgRemoveAuthenticator";
    await owner.deliver({ typeUrl, value: { sender: owner.address, id } });
    await refused("the former limits", await orderIn(market, 0), NOT_FOUND);
    assert.equal(await owner.position(market), quantums);
    return undefined;
  });
};

/** The JSON that composes authenticators; each child's config is base64. */
function allOf(children: Readonly<Record<string, string | Uint8Array>>): Uint8Array {
  const list = Object.entries(children).map(([type, config]) => ({
    type,
    config: Buffer.from(config).toString("base64"),
  }));
  return Buffer.from(JSON.stringify(list));
}
