"use client";

import type { DialogName } from "../shell/dialogs";
import { FaucetDialog } from "./FaucetDialog";
import { MoveFunds } from "./MoveFunds";

export function FundsDialogs(props: {
  name: "faucet" | "deposit" | "withdraw" | "transfer";
  onClose(): void;
  onGo(name: DialogName): void;
}) {
  if (props.name === "faucet") return <FaucetDialog onClose={props.onClose} />;
  return <MoveFunds initial={props.name} onClose={props.onClose} />;
}
