import { startTestServices } from "@perpetua/localnet";

/** A database of this suite's own; stopped by the suite. */
export const services = await startTestServices();
