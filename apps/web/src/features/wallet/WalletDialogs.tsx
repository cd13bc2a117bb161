"use client";

import type { DialogName } from "../shell/dialogs";
import { CreateWallet } from "./CreateWallet";
import { UnlockWallet } from "./UnlockWallet";
import { WalletDetails } from "./WalletDetails";

export function WalletDialogs(props: {
  name: "createWallet" | "unlock" | "walletDetails";
  onClose(): void;
  onGo(name: DialogName): void;
}) {
  if (props.name === "createWallet")
    return <CreateWallet onClose={props.onClose} onGo={props.onGo} />;
  if (props.name === "unlock") return <UnlockWallet onClose={props.onClose} onGo={props.onGo} />;
  return <WalletDetails onClose={props.onClose} onGo={props.onGo} />;
}
