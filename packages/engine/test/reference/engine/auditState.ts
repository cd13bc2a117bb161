import type { EngineKernel } from "../../../src/app/kernel.js";
import { NaiveStateTree } from "./naiveStateTree.js";

/**
 * The committed state worked out from nothing: a naive tree over all records must have the root
 * that was kept up block by block, and every store must list its keys sorted.
 */
export function auditState(k: EngineKernel): void {
  const tree = new NaiveStateTree();
  let last = "";
  k.registry.readCommitted(() => {
    for (const { store, key, value } of k.registry.records()) {
      const id = `${store}\u0000${key}`;
      if (id <= last) throw new Error(`records out of order: ${last} before ${id}`);
      last = id;
      tree.update(id, value);
    }
  });
  const kept = Buffer.from(k.registry.stateHash()).toString("hex");
  const fresh = Buffer.from(tree.root()).toString("hex");
  if (kept !== fresh) throw new Error(`state hash ${kept} kept, ${fresh} from scratch`);
}
