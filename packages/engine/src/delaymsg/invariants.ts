import { assert } from "../math/index.js";
import { type DelaymsgKernel, nextDelayedMessageId } from "./delaymsg.js";

/** Every delayed message is due once, at its own height, and no height that is over has any. */
export function checkInvariants(k: DelaymsgKernel): void {
  let listed = 0;
  for (const [height, ids] of k.delaymsg.dueAt.unordered()) {
    for (const id of ids) {
      const message = k.delaymsg.messages.get(String(id));
      assert(message?.blockHeight === Number(height), `delayed message ${id} is due at ${height}`);
      assert(id < nextDelayedMessageId(k), `delayed message ${id} was never numbered`);
      listed++;
    }
  }
  const stored = k.delaymsg.messages.size;
  assert(listed === stored, `${stored} delayed messages, ${listed} of them due`);
}
