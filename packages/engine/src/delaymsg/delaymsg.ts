import { delaymsg } from "@perpetua/protocol";
import {
  type AnyMessage,
  type GenesisJson,
  type Item,
  type Kernel,
  numberCodec,
  protoCodec,
  type Rejection,
  recordCodec,
  reject,
  type StateRegistry,
  type Store,
} from "../state/index.js";

export interface DelaymsgState {
  readonly messages: Store<delaymsg.DelayedMessage>;
  /** Height → ids due there, in order of scheduling. */
  readonly dueAt: Store<readonly number[]>;
  readonly nextId: Item<number>;
}

export type DelaymsgKernel = Kernel & {
  readonly delaymsg: DelaymsgState;
  /** Runs a message without ante checks, as governance does; reverts and reports on failure. */
  executeInternal(message: AnyMessage): Rejection | undefined;
  /**
   * Checks that a message may be delayed: known type, valid, signed by the delaymsg module alone.
   */
  delayableRejection(message: AnyMessage): Rejection | undefined;
  /** Reads a message of a genesis file (proto-JSON with `@type`). */
  messageFromJson(json: GenesisJson): AnyMessage;
};

export function createDelaymsgState(registry: StateRegistry): DelaymsgState {
  return {
    messages: registry.store("delaymsg/messages", protoCodec(delaymsg.DelayedMessage)),
    dueAt: registry.store("delaymsg/dueAt", recordCodec<readonly number[]>()),
    nextId: registry.item("delaymsg/nextId", numberCodec),
  };
}

export function nextDelayedMessageId(k: DelaymsgKernel): number {
  return k.delaymsg.nextId.get() ?? 0;
}

function store(k: DelaymsgKernel, id: number, msg: AnyMessage, blockHeight: number): void {
  const any = { typeUrl: msg.typeUrl, value: msg.value };
  k.delaymsg.messages.set(String(id), { id, msg: any, blockHeight });
  const key = String(blockHeight);
  k.delaymsg.dueAt.set(key, [...(k.delaymsg.dueAt.get(key) ?? []), id]);
}

/** Heights are uint32 here. */
const MAX_HEIGHT = 0xffff_ffff;

/**
 * Schedules `msg` for EndBlock of `delayBlocks` blocks from now; returns its id (app.md part 6).
 */
export function delayMessage(
  k: DelaymsgKernel,
  msg: AnyMessage,
  delayBlocks: number,
): Rejection | number {
  const refused = k.delayableRejection(msg);
  if (refused !== undefined) return refused;
  const target = k.header.height + delayBlocks;
  if (target > MAX_HEIGHT) {
    return delaymsgRejection(1, `block height ${target} is out of range: Invalid input`);
  }
  const id = nextDelayedMessageId(k);
  k.delaymsg.nextId.set(id + 1);
  store(k, id, msg, target);
  return id;
}

/** Runs what is due; every listed message is consumed, failed ones too. */
export function endBlock(k: DelaymsgKernel): void {
  const key = String(k.header.height);
  const due = k.delaymsg.dueAt.get(key);
  if (due === undefined) return;
  for (const id of due) {
    const message = k.delaymsg.messages.get(String(id));
    if (message?.msg !== undefined) k.executeInternal(message.msg);
  }
  for (const id of due) k.delaymsg.messages.delete(String(id));
  k.delaymsg.dueAt.delete(key);
}

/** Reads `app_state.delaymsg`. */
export function initGenesis(k: DelaymsgKernel, json: GenesisJson): void {
  k.delaymsg.nextId.set(json.at("next_delayed_message_id").number());
  for (const m of json.at("delayed_messages").list()) {
    store(k, m.at("id").number(), k.messageFromJson(m.at("msg")), m.at("block_height").number());
  }
}

export function delaymsgRejection(code: number, log: string): Rejection {
  return reject("delaymsg", code, log);
}
