import { accountplus } from "@perpetua/protocol";
import { describe, expect, it } from "vitest";
import { authenticatorKey, getAuthenticator } from "../../../src/accountplus/index.js";
import { ALICE, CosmosWorld } from "../cosmos/world.js";

const KEY = Uint8Array.from({ length: 33 }, (_, i) => i);

describe("app §14.1 state of smart accounts", () => {
  it("lists authenticators in the order of the store: ids as text", () => {
    const w = new CosmosWorld();
    for (const id of [2n, 10n, 1n, 100n]) {
      const record = { id, type: "SignatureVerification", config: KEY };
      w.k.accountplus.authenticators.set(authenticatorKey(ALICE, id), record);
    }
    const answer = w.query(
      "/dydxprotocol.accountplus.Query/GetAuthenticators",
      accountplus.GetAuthenticatorsRequest.encode({ account: ALICE }).finish(),
      accountplus.GetAuthenticatorsResponse,
    );
    if ("code" in answer) throw new Error(answer.message);
    expect(answer.accountAuthenticators.map((a) => a.id)).toEqual([1n, 10n, 100n, 2n]);
  });

  it("reads accounts and authenticators of a genesis file (genesis §15)", () => {
    const w = new CosmosWorld((appState) => {
      Object.assign(appState, {
        dydxaccountplus: {
          accounts: [
            {
              address: ALICE,
              timestamp_nonce_details: {
                timestamp_nonces: ["1800000000001"],
                max_ejected_nonce: "1800000000000",
              },
            },
          ],
          params: { is_smart_account_active: true },
          next_authenticator_id: "4",
          authenticator_data: [
            {
              address: ALICE,
              authenticators: [{ id: "3", type: "MessageFilter", config: btoa("/a.B,/c.D") }],
            },
          ],
        },
      });
    });
    expect(w.k.accountplus.nonces.get(ALICE)).toEqual({
      address: ALICE,
      timestampNonceDetails: {
        timestampNonces: [1_800_000_000_001n],
        maxEjectedNonce: 1_800_000_000_000n,
      },
    });
    expect(w.k.accountplus.nextAuthenticatorId.get()).toBe(4);
    expect(getAuthenticator(w.k, ALICE, 3n)).toEqual({
      id: 3n,
      type: "MessageFilter",
      config: new TextEncoder().encode("/a.B,/c.D"),
    });
  });
});
