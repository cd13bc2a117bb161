import { describe, expect, test } from "vitest";
import {
  addressOfPublicKey,
  decodeSerializableInt,
  encodeSerializableInt,
  estimateFee,
  hdPath,
  kafkaPartition,
  keyPairFromMnemonic,
  mnemonicFromEthereumSignature,
  moduleAddress,
  murmur2,
  NATIVE_GAS_PRICE,
  priceToSubticks,
  sizeToQuantums,
  USDC_GAS_PRICE,
} from "../../src/index.js";
import { fromHex, toHex, vectorsOf } from "../vectors/load.js";

describe("keys (V001–V006)", () => {
  test.each(vectorsOf("keys").filter((v) => v.name === "mnemonic_to_address"))("$id", (vector) => {
    const index = Number(vector.input.path.split("/").at(-1));
    expect(hdPath(index)).toBe(vector.input.path);
    const pair = keyPairFromMnemonic(vector.input.mnemonic, index);
    expect(toHex(pair.publicKey)).toBe(vector.output.publicKeyCompressedHex);
    expect(pair.address).toBe(vector.output.address);
    if (vector.output.privateKeyHex !== undefined) {
      expect(toHex(pair.privateKey)).toBe(vector.output.privateKeyHex);
    }
  });

  test("V005 Ethereum signature to mnemonic", () => {
    const [vector] = vectorsOf("keys").filter((v) => v.id === "V005");
    const mnemonic = mnemonicFromEthereumSignature(vector?.input.signature);
    expect(mnemonic).toBe(vector?.output.mnemonic);
    const pair = keyPairFromMnemonic(mnemonic);
    expect(toHex(pair.privateKey)).toBe(vector?.output.privateKeyHex);
    expect(addressOfPublicKey(pair.publicKey)).toBe(vector?.output.address);
  });

  test("V006 module addresses", () => {
    const [vector] = vectorsOf("keys").filter((v) => v.id === "V006");
    for (const [name, address] of Object.entries(vector?.output ?? {})) {
      expect(moduleAddress(name), name).toBe(address);
    }
  });
});

describe("serializable integers (V007–V022)", () => {
  test.each(vectorsOf("serializable_int"))("$id", ({ input, output }) => {
    const value = BigInt(input.value);
    expect(toHex(encodeSerializableInt(value))).toBe(output.canonicalHex);
    expect(decodeSerializableInt(fromHex(output.canonicalHex))).toBe(value);
    expect(decodeSerializableInt(fromHex(output.jsClientHex))).toBe(value);
  });
});

describe("conversions (V023–V026)", () => {
  test.each(vectorsOf("conversion"))("$id", ({ input, output }) => {
    const market = { ...input.market, stepBaseQuantums: BigInt(input.market.stepBaseQuantums) };
    expect(sizeToQuantums(String(input.size), market, "floor").toString()).toBe(output.quantums);
    expect(priceToSubticks(String(input.price), market, "floor").toString()).toBe(output.subticks);
  });
});

describe("fees (V027–V034)", () => {
  test.each(vectorsOf("fee"))("$id", ({ input, output }) => {
    const price = input.gasPrice.endsWith("uusdc") ? USDC_GAS_PRICE : NATIVE_GAS_PRICE;
    expect(input.gasPrice).toContain(price);
    const fee = estimateFee(BigInt(input.gasUsed), price, String(input.multiplier));
    expect(fee.gasLimit.toString()).toBe(output.gas);
    expect(fee.amount.toString()).toBe(output.amount);
  });
});

describe("Kafka partitions (V147–V150)", () => {
  test.each(vectorsOf("kafka"))("$id", ({ input, output }) => {
    const key = fromHex(input.keyHex);
    expect(murmur2(key)).toBe(output.murmur2);
    expect(kafkaPartition(key, input.numPartitions)).toBe(output.partition);
  });
});
